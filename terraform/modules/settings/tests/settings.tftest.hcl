variables {
  account            = "123456789012"
  region             = "eu-central-1"
  mysql_version      = "9.7"
  kubernetes_version = "1.35"
  domain             = "calendar.example.com"
  zone               = "example.com"
  image              = "ghcr.io/example/calendar@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  repository         = "example/calendar"
  administrators     = ["arn:aws:iam::123456789012:role/administrators"]
  api_access         = ["203.0.113.7/32"]
}

run "good_settings_pass" {
  command = plan

  assert {
    condition     = output.all.mysql_version == "9.7" && output.all.domain == "calendar.example.com"
    error_message = "what is possible goes through unchanged"
  }
}

run "no_repository_and_the_older_database" {
  command = plan

  variables {
    repository    = ""
    mysql_version = "8.4"
  }

  assert {
    condition     = output.all.repository == ""
    error_message = "a pipeline is not needed"
  }
}

run "refuses_a_short_term_mysql" {
  command = plan

  variables {
    mysql_version = "9.0"
  }

  expect_failures = [var.mysql_version]
}

run "refuses_an_old_kubernetes" {
  command = plan

  variables {
    kubernetes_version = "1.34"
  }

  expect_failures = [var.kubernetes_version]
}

run "refuses_a_kubernetes_with_patch" {
  command = plan

  variables {
    kubernetes_version = "1.35.2"
  }

  expect_failures = [var.kubernetes_version]
}

run "refuses_an_upper_case_domain" {
  command = plan

  variables {
    domain = "Calendar.example.com"
  }

  expect_failures = [var.domain]
}

run "refuses_a_domain_with_scheme" {
  command = plan

  variables {
    domain = "https://calendar.example.com"
  }

  expect_failures = [var.domain]
}

run "refuses_a_domain_outside_of_the_zone" {
  command = plan

  variables {
    zone = "example.org"
  }

  expect_failures = [var.zone]
}

run "refuses_an_image_by_tag" {
  command = plan

  variables {
    image = "ghcr.io/example/calendar:1.0.0"
  }

  expect_failures = [var.image]
}

run "refuses_a_repository_as_address" {
  command = plan

  variables {
    repository = "https://github.com/example/calendar"
  }

  expect_failures = [var.repository]
}

run "refuses_no_administrator" {
  command = plan

  variables {
    administrators = []
  }

  expect_failures = [var.administrators]
}

run "refuses_a_session_as_administrator" {
  command = plan

  variables {
    administrators = ["arn:aws:sts::123456789012:assumed-role/a/b"]
  }

  expect_failures = [var.administrators]
}

run "refuses_nobody_at_the_api" {
  command = plan

  variables {
    api_access = []
  }

  expect_failures = [var.api_access]
}

run "refuses_the_whole_internet_at_the_api" {
  command = plan

  variables {
    api_access = ["0.0.0.0/0"]
  }

  expect_failures = [var.api_access]
}

run "refuses_an_address_without_block" {
  command = plan

  variables {
    api_access = ["203.0.113.7"]
  }

  expect_failures = [var.api_access]
}

run "refuses_an_account_by_name" {
  command = plan

  variables {
    account = "production"
  }

  expect_failures = [var.account]
}

run "refuses_a_zone_as_region" {
  command = plan

  variables {
    region = "eu-central-1a"
  }

  expect_failures = [var.region]
}
