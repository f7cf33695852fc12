# Applies an overlay of k8s/ with kubectl and waits until it is healthy. Not with the provider of Kubernetes: that would have to know
# a cluster which the same run makes, and breaks when the cluster is replaced.
locals {
  repository = abspath("${path.module}/../../..")
  folder     = "${local.repository}/.data/deploy/${var.name}"

  # Whatever the overlay is built from; not the secrets that `before` makes there.
  sources = sort([
    for file in setunion(
      fileset(local.repository, "k8s/**"),
      fileset(local.repository, "observability/**"),
      fileset(local.repository, "gateway/{kong.template.yml,kustomization.yaml}"),
      fileset(local.repository, "gateway/lua/*"),
    ) : file if !strcontains(file, "/secrets/")
  ])

  kustomization = yamlencode({
    apiVersion         = "kustomize.config.k8s.io/v1beta1"
    kind               = "Kustomization"
    resources          = concat(["../../../k8s/overlays/${var.overlay}"], keys(var.kustomization.files))
    images             = var.kustomization.images
    configMapGenerator = var.kustomization.configMapGenerator
    patches            = var.kustomization.patches
  })

  settings = merge(var.connection, {
    FOLDER     = local.folder
    REPOSITORY = local.repository
    PATIENCE   = tostring(var.patience)
    BEFORE     = var.before
    FILES      = base64encode(jsonencode(merge(var.kustomization.files, { "kustomization.yaml" = local.kustomization })))
  })
}

# Stands for the app as long as it is there; its end takes away what was applied. A change of manifests must not end it.
resource "terraform_data" "app" {
  input            = local.settings
  triggers_replace = [var.connection, var.overlay]

  provisioner "local-exec" {
    when        = destroy
    command     = "node '${path.module}/deploy.mjs' remove"
    environment = self.input
  }
}

resource "terraform_data" "applied" {
  triggers_replace = [
    terraform_data.app.id,
    sha256(jsonencode([local.settings.FILES, var.trigger, var.before])),
    sha256(join("", [for file in local.sources : "${file} ${filesha256("${local.repository}/${file}")}\n"])),
  ]

  provisioner "local-exec" {
    command     = "node '${path.module}/deploy.mjs' apply"
    environment = local.settings
  }
}
