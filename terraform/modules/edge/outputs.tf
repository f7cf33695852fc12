output "address" {
  description = "Where the API is."
  value       = "https://${var.domain}"
  depends_on  = [aws_route53_record.this, aws_lb_listener.https]
}

output "target_group_arns" {
  description = "To which the cluster binds the gateway, by the port of its Service."
  value       = { for port, group in aws_lb_target_group.gateway : port => group.arn }
}
