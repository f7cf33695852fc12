output "address" {
  description = "Where the API is."
  value       = "https://${var.domain}"
  depends_on  = [aws_route53_record.this, aws_lb_listener.tls]
}

output "target_group_arn" {
  description = "To which the cluster binds the gateway's Service."
  value       = aws_lb_target_group.gateway.arn
}
