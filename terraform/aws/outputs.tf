output "address" {
  description = "Where the API is, once it is healthy."
  value       = module.edge.address
  depends_on  = [module.app]
}

output "cluster_name" {
  description = "The cluster's name, for whoever deploys to it."
  value       = module.cluster.name
}

output "region" {
  description = "The region, for whoever deploys to it."
  value       = module.settings.all.region
}

output "kubeconfig" {
  description = "The command that lets kubectl reach the cluster."
  value       = "aws eks update-kubeconfig --name ${module.cluster.name} --region ${module.settings.all.region}"
}

output "deploy_role_arn" {
  description = "What GitHub's workflow deploys as; null without a repository."
  value       = one(module.github_oidc[*].role_arn)
}

output "left_behind" {
  description = "What a destroy leaves."
  value       = "${module.database.backups_left_behind}; secrets under ${module.naming.secret_prefix} for 7 days"
}
