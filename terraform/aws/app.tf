# k8s/overlays/production with what only this run knows, applied and waited for.
module "overlay" {
  source = "../modules/eks-overlay"

  image             = module.settings.all.image
  address           = module.edge.address
  region            = module.settings.all.region
  secret_name       = module.secrets.secret_name
  redis_host        = module.cache.host
  target_group_arns = module.edge.target_group_arns
  public_blocks     = module.cidr_plan.public
  database_blocks   = module.cidr_plan.database
}

module "app" {
  source = "../modules/app"

  name          = module.naming.name
  overlay       = "production"
  connection    = { CLUSTER = module.cluster.name, REGION = module.settings.all.region }
  kustomization = module.overlay.kustomization
  trigger       = tostring(module.secrets.version)
  before        = "helm upgrade --install external-secrets external-secrets --repo https://charts.external-secrets.io --version 0.20.4 --namespace external-secrets --create-namespace --wait --timeout 10m"

  # Access of administrators and the way out to the registries must be there as long as the app is.
  depends_on = [module.cluster, module.network]
}
