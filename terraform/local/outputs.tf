output "address" {
  description = "Where the API is."
  value       = module.app.address
}
