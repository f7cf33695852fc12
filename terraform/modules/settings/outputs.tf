output "all" {
  description = "The settings, each of them possible."
  value       = local.settings
}
