output "bucket" {
  description = "For terraform init of terraform/aws: -backend-config=bucket=..."
  value       = aws_s3_bucket.state.bucket
}
