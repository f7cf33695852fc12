# One system: network, cluster, stores, secrets, a name, and the app on top, in one apply.
module "settings" {
  source = "../modules/settings"

  account            = var.account
  region             = var.region
  mysql_version      = var.mysql_version
  kubernetes_version = var.kubernetes_version
  domain             = var.domain
  zone               = var.zone
  image              = var.image
  repository         = var.repository
  administrators     = var.administrators
  api_access         = var.api_access
}

module "naming" {
  source = "../modules/naming"

  environment = var.environment
}

module "sizes" {
  source = "../modules/sizes"

  size = var.size
}

module "cidr_plan" {
  source = "../modules/cidr-plan"

  cidr = var.cidr
}

module "network" {
  source = "../modules/network"

  name         = module.naming.name
  cidr         = var.cidr
  subnets      = module.cidr_plan
  nat_gateways = module.sizes.nat_gateways
}

module "cluster" {
  source = "../modules/cluster"

  name               = module.naming.name
  kubernetes_version = module.settings.all.kubernetes_version
  subnet_ids         = module.network.private_subnet_ids
  api_access         = module.settings.all.api_access
  administrators     = module.settings.all.administrators
}

module "database" {
  source = "../modules/database"

  name                = module.naming.name
  mysql_version       = module.settings.all.mysql_version
  size                = module.sizes.database
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.database_subnet_ids
  clients             = module.cluster.security_group_id
  password            = local.passwords["mysql-admin"]
  password_generation = module.passwords.generation
  deletion_protection = var.deletion_protection
}

module "cache" {
  source = "../modules/cache"

  name       = module.naming.name
  size       = module.sizes.cache
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.database_subnet_ids
  clients    = module.cluster.security_group_id
  password   = jsondecode(data.aws_secretsmanager_secret_version.cache.secret_string)["redis"]
}

module "edge" {
  source = "../modules/edge"

  name                = module.naming.name
  domain              = module.settings.all.domain
  zone                = module.settings.all.zone
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.public_subnet_ids
  cluster_name        = module.cluster.name
  pods                = module.cluster.security_group_id
  deletion_protection = var.deletion_protection
}

module "github_oidc" {
  source = "../modules/github-oidc"
  count  = module.settings.all.repository == "" ? 0 : 1

  name         = module.naming.name
  repository   = module.settings.all.repository
  environment  = var.environment
  cluster_name = module.cluster.name
  cluster_arn  = module.cluster.arn
  namespace    = "calendar"
}
