output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Where nodes and pods run."
  value       = aws_subnet.private[*].id
}

output "public_subnet_ids" {
  description = "Where the load balancer stands."
  value       = aws_subnet.public[*].id
}

output "database_subnet_ids" {
  description = "Where MySQL and Valkey run."
  value       = aws_subnet.database[*].id
}
