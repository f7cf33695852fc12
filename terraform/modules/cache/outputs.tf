output "host" {
  description = "The primary's name, which its certificate is for; after a failover it is another node's."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}
