output "name" {
  description = "What every resource is called, alone or with an ending."
  value       = local.name
}

output "secret_prefix" {
  description = "Where the secrets of this system lie in Secrets Manager."
  value       = "${var.product}/${var.environment}"
}

output "tags" {
  description = "On every resource."
  value = {
    Product     = var.product
    Environment = var.environment
    ManagedBy   = "terraform"
  }
}
