output "secret_id" {
  description = "The secret, once it has its content."
  value       = aws_secretsmanager_secret_version.this.secret_id
}

output "generation" {
  description = "Changes when the passwords do."
  value       = aws_secretsmanager_secret_version.this.secret_string_wo_version
}
