run "small" {
  command = plan

  variables {
    size = "small"
  }

  assert {
    condition     = output.nat_gateways == 1 && output.database.class == "db.t4g.medium" && output.cache.class == "cache.t4g.small"
    error_message = "small is what the README's estimate says"
  }

  assert {
    condition     = output.database.backup_days >= 7 && output.cache.replicas >= 1
    error_message = "small keeps a week, and survives the loss of a cache node"
  }
}

run "large" {
  command = plan

  variables {
    size = "large"
  }

  assert {
    condition     = output.nat_gateways == 3 && output.database.class == "db.r8g.xlarge" && output.cache.class == "cache.m7g.large"
    error_message = "large is what the README's estimate says"
  }

  assert {
    condition     = output.database.largest_storage_gib > output.database.storage_gib
    error_message = "storage may grow"
  }
}

run "refuses_another_size" {
  command = plan

  variables {
    size = "medium"
  }

  expect_failures = [var.size]
}
