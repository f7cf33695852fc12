output "secret_name" {
  description = "The secret, once it has its content."
  value       = aws_secretsmanager_secret.this.name
  depends_on  = [aws_secretsmanager_secret_version.this, aws_eks_pod_identity_association.reader]
}

output "version" {
  description = "Changes when the content does."
  value       = aws_secretsmanager_secret_version.this.secret_string_wo_version
}
