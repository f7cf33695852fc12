# What k8s/overlays/production leaves open, filled in for EKS. Without a provider: it makes text, which can be held against the overlay anywhere.
locals {
  blocks = [for block in var.database_blocks : { ipBlock = { cidr = block } }]

  # The load balancer belongs to Terraform and reaches the pods themselves. It ends TLS with the public certificate and opens a connection of its
  # own to the gateway, for which Kong makes a certificate at its start: so cert-manager is not needed.
  gateway = {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = "kong", namespace = "calendar" }
    spec = { template = { spec = {
      containers = [{
        name = "kong"
        env = [
          { name = "KONG_SSL_CERT", "$patch" = "delete" },
          { name = "KONG_SSL_CERT_KEY", "$patch" = "delete" },
          { name = "KONG_LUA_SSL_TRUSTED_CERTIFICATE", value = "system" },
        ]
        volumeMounts = [{ mountPath = "/run/tls", "$patch" = "delete" }]
      }]
      volumes = [{ name = "tls", "$patch" = "delete" }]
    } } }
  }

  patches = [
    { kind = "Deployment", name = "kong", patch = jsonencode(local.gateway) },
    { kind = "Certificate", name = "kong", patch = jsonencode({ apiVersion = "cert-manager.io/v1", kind = "Certificate", metadata = { name = "kong", namespace = "calendar" }, "$patch" = "delete" }) },
    { kind = "Service", name = "kong-front", patch = jsonencode([
      { op = "replace", path = "/spec/type", value = "ClusterIP" },
      { op = "remove", path = "/spec/loadBalancerClass" },
      { op = "remove", path = "/spec/externalTrafficPolicy" },
      { op = "remove", path = "/metadata/annotations" },
    ]) },
    { kind = "ExternalSecret", name = "calendar-secrets", patch = jsonencode([{ op = "replace", path = "/spec/dataFrom/0/extract/key", value = var.secret_name }]) },
    { kind = "NetworkPolicy", name = "to-mysql", patch = jsonencode([{ op = "replace", path = "/spec/egress/0/to", value = local.blocks }]) },
    { kind = "NetworkPolicy", name = "to-redis", patch = jsonencode([{ op = "replace", path = "/spec/egress/0/to", value = local.blocks }]) },
  ]

  kustomization = {
    files = {
      "eks.yaml" = templatefile("${path.module}/manifests/eks.yaml.tftpl", {
        region        = var.region
        target_groups = var.target_group_arns
        public_blocks = var.public_blocks
      })
    }
    # By the name that the overlay gives it.
    images = [{ name = "ghcr.io/example/calendar", newName = split("@", var.image)[0], digest = split("@", var.image)[1] }]
    configMapGenerator = [
      { name = "settings", namespace = "calendar", behavior = "merge", literals = ["TOKEN_ISSUER=${var.address}"] },
      { name = "gateway-settings", namespace = "calendar", behavior = "merge", literals = ["REDIS_HOST=${var.redis_host}", "REDIS_TLS=true"] },
    ]
    patches = [for each in local.patches : { target = { kind = each.kind, name = each.name }, patch = each.patch }]
  }
}
