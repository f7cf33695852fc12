output "nat_gateways" {
  description = "How many zones have a way out of their own."
  value       = local.sizes[var.size].nat_gateways
}

output "database" {
  description = "Instance class, storage at first and at most (GiB), and for how many days any moment can be restored."
  value       = local.sizes[var.size].database
}

output "cache" {
  description = "Node class, and how many replicas stand beside the primary."
  value       = local.sizes[var.size].cache
}
