# The app on a cluster that is there already, by built-in resources alone.
module "app" {
  source = "../modules/app"

  name       = "local"
  overlay    = var.overlay
  before     = "node k8s/overlays/local/make-secrets.mjs"
  connection = { KUBECONFIG = abspath(pathexpand(var.kubeconfig)) }

  kustomization = {
    images = [{ name = "calendar", newName = split(":", var.image)[0], newTag = split(":", var.image)[1] }]
  }
}
