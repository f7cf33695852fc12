# Passwords, and what the services read, which is made of them and of the hosts.
module "passwords" {
  source = "../modules/passwords"

  secret_prefix = module.naming.secret_prefix
  purpose       = "passwords"
  generation    = var.password_generation
  names = setunion(
    ["mysql-admin", "nats-admin", "nats-routes"],
    local.services,
    [for service in local.services : "${service}-migration"],
    [for service in local.services : "nats-${service}"],
  )
}

# Alone, since it must be read into the state.
module "cache_password" {
  source = "../modules/passwords"

  secret_prefix = module.naming.secret_prefix
  purpose       = "cache"
  generation    = var.password_generation
  names         = ["redis"]
}

# Alone, since keys in the database are sealed with it: it has no new generation.
module "signing_secret" {
  source = "../modules/passwords"

  secret_prefix = module.naming.secret_prefix
  purpose       = "signing"
  names         = ["keys"]
}

ephemeral "aws_secretsmanager_secret_version" "passwords" {
  secret_id = module.passwords.secret_id
}

ephemeral "aws_secretsmanager_secret_version" "signing" {
  secret_id = module.signing_secret.secret_id
}

data "aws_secretsmanager_secret_version" "cache" {
  secret_id = module.cache_password.secret_id
}

locals {
  services  = ["auth", "calendar", "entry"]
  passwords = jsondecode(ephemeral.aws_secretsmanager_secret_version.passwords.secret_string)
  redis     = jsondecode(data.aws_secretsmanager_secret_version.cache.secret_string)["redis"]
  mysql     = "${module.database.host}:3306"
  verified  = "ssl-mode=VERIFY_IDENTITY"

  # Hosts by their own names, not mysql and redis: the certificates are for those.
  files = merge(
    { for service in local.services : "${service}-database-url" => "mysql://${service}:${local.passwords[service]}@${local.mysql}/${service}?${local.verified}" },
    { for service in local.services : "${service}-migration-url" => "mysql://${service}_ddl:${local.passwords["${service}-migration"]}@${local.mysql}/${service}?${local.verified}" },
    { for service in local.services : "${service}-nats-url" => "nats://${service}:${local.passwords["nats-${service}"]}@nats:4222" },
    { for user in concat(local.services, ["admin", "routes"]) : "nats-${user}-password" => local.passwords["nats-${user}"] },
    {
      "mysql-admin-url"     = "mysql://${module.database.administrator}:${local.passwords["mysql-admin"]}@${local.mysql}/?${local.verified}"
      "mysql-root-password" = local.passwords["mysql-admin"]
      "redis-password"      = local.redis
      "redis-url"           = "rediss://:${local.redis}@${module.cache.host}:6379/0"
      "signing-keys-secret" = jsondecode(ephemeral.aws_secretsmanager_secret_version.signing.secret_string)["keys"]
    },
  )
}

module "secrets" {
  source = "../modules/secrets"

  name            = module.naming.name
  secret_prefix   = module.naming.secret_prefix
  cluster_name    = module.cluster.name
  content         = local.files
  content_version = "${module.passwords.generation} ${module.cache_password.generation} ${module.database.host} ${module.cache.host}"
}
