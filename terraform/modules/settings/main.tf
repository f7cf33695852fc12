# Holds what a root is given against what is possible, before anything is made. Without a provider, so that a test can run it anywhere.
locals {
  settings = {
    account            = var.account
    region             = var.region
    mysql_version      = var.mysql_version
    kubernetes_version = var.kubernetes_version
    domain             = var.domain
    zone               = var.zone
    image              = var.image
    repository         = var.repository
    administrators     = toset(var.administrators)
    api_access         = var.api_access
  }
}
