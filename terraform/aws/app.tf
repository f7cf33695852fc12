# k8s/overlays/production with what only this run knows: image, hosts, the secret, the target group, blocks of addresses.
module "app" {
  source = "../modules/app"

  name       = module.naming.name
  overlay    = "production"
  connection = { CLUSTER = module.cluster.name, REGION = module.settings.all.region }
  trigger    = tostring(module.secrets.version)
  before     = "helm upgrade --install external-secrets external-secrets --repo https://charts.external-secrets.io --version 0.20.4 --namespace external-secrets --create-namespace --wait --timeout 10m"

  kustomization = {
    files = {
      "aws.yaml" = templatefile("${path.module}/manifests/aws.yaml.tftpl", {
        region           = module.settings.all.region
        secret_name      = module.secrets.secret_name
        target_group_arn = module.edge.target_group_arn
        public_blocks    = module.cidr_plan.public
        database_blocks  = module.cidr_plan.database
      })
    }

    images = [{ name = "calendar", newName = split("@", var.image)[0], digest = split("@", var.image)[1] }]

    configMapGenerator = [
      { name = "settings", namespace = "calendar", behavior = "merge", literals = ["TOKEN_ISSUER=${module.edge.address}"] },
      { name = "gateway-settings", namespace = "calendar", behavior = "merge", literals = ["REDIS_HOST=${module.cache.host}", "REDIS_TLS=true"] },
    ]

    patches = [
      # The load balancer is Terraform's; it reaches the pods themselves.
      { target = { kind = "Service", name = "kong" }, patch = jsonencode([{ op = "replace", path = "/spec/type", value = "ClusterIP" }, { op = "remove", path = "/spec/externalTrafficPolicy" }]) },
      { target = { kind = "Service", name = "mysql" }, patch = jsonencode([{ op = "replace", path = "/spec/externalName", value = module.database.host }]) },
      { target = { kind = "Service", name = "redis" }, patch = jsonencode([{ op = "replace", path = "/spec/externalName", value = module.cache.host }]) },
    ]
  }

  # Access of administrators and the way out to the registries must be there as long as the app is.
  depends_on = [module.cluster, module.network]
}
