# Runs where the provider can be fetched; it needs no account.
mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                = "calendar-test"
  mysql_version       = "8.4"
  size                = { class = "db.t4g.medium", storage_gib = 50, largest_storage_gib = 200, backup_days = 7 }
  vpc_id              = "vpc-1"
  subnet_ids          = ["subnet-1", "subnet-2"]
  clients             = "sg-1"
  password            = "only-for-this-test"
  password_generation = 1
  deletion_protection = true
}

run "what_must_not_be_lost" {
  command = plan

  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.storage_encrypted && aws_db_instance.this.deletion_protection
    error_message = "a standby, encryption and protection"
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && !aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.delete_automated_backups
    error_message = "backups, also after the end"
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible
    error_message = "not from the internet"
  }
}

run "tls_is_required" {
  command = plan

  assert {
    condition     = contains([for each in aws_db_parameter_group.this.parameter : "${each.name}=${each.value}"], "require_secure_transport=1")
    error_message = "no connection without TLS"
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "mysql8.4"
    error_message = "the family of the version"
  }
}
