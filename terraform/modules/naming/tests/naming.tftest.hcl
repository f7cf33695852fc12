variables {
  environment = "production"
}

run "names" {
  command = plan

  assert {
    condition     = output.name == "calendar-production"
    error_message = "the name is product-environment"
  }

  assert {
    condition     = output.secret_prefix == "calendar/production"
    error_message = "secrets lie under product/environment"
  }

  assert {
    condition     = output.tags == { Product = "calendar", Environment = "production", ManagedBy = "terraform" }
    error_message = "tags say what it is, which one, and who changes it"
  }
}

run "the_longest_name_leaves_room" {
  command = plan

  variables {
    product     = "abcdefghijklmno"
    environment = "abcdefghijkl"
  }

  assert {
    condition     = length(output.name) <= 28
    error_message = "a load balancer's name is 32 characters at most"
  }
}

run "refuses_an_upper_case_environment" {
  command = plan

  variables {
    environment = "Production"
  }

  expect_failures = [var.environment]
}

run "refuses_a_long_environment" {
  command = plan

  variables {
    environment = "abcdefghijklm"
  }

  expect_failures = [var.environment]
}

run "refuses_a_product_with_a_dash" {
  command = plan

  variables {
    product = "cal-endar"
  }

  expect_failures = [var.product]
}
