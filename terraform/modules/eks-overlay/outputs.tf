output "kustomization" {
  description = "What the module app adds to the overlay."
  value       = local.kustomization
}
