# Both sizes survive the loss of a zone's database and cache; small has one way out to the internet, and so pulls no image while that zone is away.
locals {
  sizes = {
    small = {
      nat_gateways = 1
      database     = { class = "db.t4g.medium", storage_gib = 50, largest_storage_gib = 200, backup_days = 7 }
      cache        = { class = "cache.t4g.small", replicas = 1 }
    }
    large = {
      nat_gateways = 3
      database     = { class = "db.r8g.xlarge", storage_gib = 200, largest_storage_gib = 2000, backup_days = 35 }
      cache        = { class = "cache.m7g.large", replicas = 2 }
    }
  }
}
