variables {
  kubeconfig = "main.tf" # a file that is there; nothing is applied
}

run "the_defaults_are_planned" {
  command = plan
}

run "the_embedded_gateway_is_planned" {
  command = plan

  variables {
    overlay = "embedded"
  }
}

run "refuses_a_missing_kubeconfig" {
  command = plan

  variables {
    kubeconfig = "/nowhere/config"
  }

  expect_failures = [var.kubeconfig]
}

run "refuses_production" {
  command = plan

  variables {
    overlay = "production"
  }

  expect_failures = [var.overlay]
}

run "refuses_an_image_without_tag" {
  command = plan

  variables {
    image = "calendar"
  }

  expect_failures = [var.image]
}

run "refuses_the_tag_latest" {
  command = plan

  variables {
    image = "calendar:latest"
  }

  expect_failures = [var.image]
}
