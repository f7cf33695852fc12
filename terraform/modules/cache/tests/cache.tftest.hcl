# Runs where the provider can be fetched; it needs no account.
mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name       = "calendar-test"
  size       = { class = "cache.t4g.small", replicas = 1 }
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
  clients    = "sg-1"
  password   = "only-for-this-test-00"
}

run "one_primary_that_is_replaced_and_encrypted" {
  command = plan

  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 2 && aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "a replica takes over"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "TLS for everybody"
  }

  assert {
    condition     = !contains([for each in aws_elasticache_parameter_group.this.parameter : "${each.name}=${each.value}"], "cluster-enabled=yes")
    error_message = "cluster mode is off"
  }
}
