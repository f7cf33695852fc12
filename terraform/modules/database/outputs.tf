output "host" {
  description = "Its name, which its certificate is for."
  value       = aws_db_instance.this.address
}

output "administrator" {
  description = "Who makes schemas and users."
  value       = local.administrator
}

output "backups_left_behind" {
  description = "What stays when the instance is destroyed."
  value       = "the snapshot ${var.name}-last, and the automated backups of the last ${var.size.backup_days} days"
}
