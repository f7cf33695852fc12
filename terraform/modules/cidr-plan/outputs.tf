output "private" {
  description = "A block for nodes and pods in each zone."
  value       = local.private
}

output "public" {
  description = "A block for load balancers and NAT gateways in each zone."
  value       = local.public
}

output "database" {
  description = "A block for MySQL and Valkey in each zone."
  value       = local.database
}
