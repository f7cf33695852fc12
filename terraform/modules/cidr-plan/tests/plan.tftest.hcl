variables {
  cidr = "10.0.0.0/16"
}

run "blocks_of_three_zones" {
  command = plan

  assert {
    condition     = output.private == ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]
    error_message = "8190 addresses for pods in each zone"
  }

  assert {
    condition     = output.public == ["10.0.128.0/21", "10.0.136.0/21", "10.0.144.0/21"]
    error_message = "the second half begins with what faces the internet"
  }

  assert {
    condition     = output.database == ["10.0.160.0/21", "10.0.168.0/21", "10.0.176.0/21"]
    error_message = "then come the databases"
  }
}

run "the_smallest_block" {
  command = plan

  variables {
    cidr  = "192.168.16.0/20"
    zones = 2
  }

  assert {
    condition     = concat(output.private, output.public, output.database) == ["192.168.16.0/23", "192.168.18.0/23", "192.168.24.0/25", "192.168.24.128/25", "192.168.26.0/25", "192.168.26.128/25"]
    error_message = "a /20 of two zones"
  }
}

run "refuses_what_is_no_block" {
  command = plan

  variables {
    cidr = "10.0.0.0"
  }

  expect_failures = [var.cidr]
}

run "refuses_a_small_block" {
  command = plan

  variables {
    cidr = "10.0.0.0/24"
  }

  expect_failures = [var.cidr]
}

run "refuses_public_addresses" {
  command = plan

  variables {
    cidr = "8.8.0.0/16"
  }

  expect_failures = [var.cidr]
}

run "refuses_an_address_inside_a_block" {
  command = plan

  variables {
    cidr = "10.0.1.0/16"
  }

  expect_failures = [var.cidr]
}

run "refuses_one_zone" {
  command = plan

  variables {
    zones = 1
  }

  expect_failures = [var.zones]
}
