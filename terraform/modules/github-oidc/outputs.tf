output "role_arn" {
  description = "What a workflow gives to configure-aws-credentials."
  value       = aws_iam_role.deploy.arn
}
