variables {
  name       = "test"
  overlay    = "local"
  connection = { KUBECONFIG = "/nowhere/config" }
}

run "planned" {
  command = plan
}

run "an_eks_cluster" {
  command = plan

  variables {
    overlay    = "production"
    connection = { CLUSTER = "calendar-production", REGION = "eu-central-1" }
  }
}

run "refuses_an_unknown_overlay" {
  command = plan

  variables {
    overlay = "staging"
  }

  expect_failures = [var.overlay]
}

run "refuses_two_connections" {
  command = plan

  variables {
    connection = { KUBECONFIG = "/nowhere/config", CLUSTER = "a", REGION = "eu-central-1" }
  }

  expect_failures = [var.connection]
}

run "refuses_half_a_connection" {
  command = plan

  variables {
    connection = { CLUSTER = "a" }
  }

  expect_failures = [var.connection]
}

run "refuses_a_name_with_a_path" {
  command = plan

  variables {
    name = "../elsewhere"
  }

  expect_failures = [var.name]
}

run "refuses_no_patience" {
  command = plan

  variables {
    patience = 5
  }

  expect_failures = [var.patience]
}
