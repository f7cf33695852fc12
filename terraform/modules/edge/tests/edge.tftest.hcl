# Runs where the provider can be fetched; it needs no account.
mock_provider "aws" {
  source = "../../mocks"
}

override_resource {
  target          = aws_acm_certificate.this
  override_during = plan
  values = {
    arn                       = "arn:aws:acm:eu-central-1:123456789012:certificate/test"
    domain_validation_options = []
  }
}

variables {
  name                = "calendar-test"
  domain              = "calendar.example.com"
  zone                = "example.com"
  vpc_id              = "vpc-1"
  subnet_ids          = ["subnet-1", "subnet-2"]
  cluster_name        = "calendar-test"
  pods                = "sg-1"
  deletion_protection = true
}

run "tls_on_both_sides" {
  command = plan

  assert {
    condition     = aws_lb_listener.https.protocol == "TLS" && aws_lb_target_group.gateway["https"].protocol == "TLS"
    error_message = "encrypted up to the gateway"
  }

  assert {
    condition     = aws_lb_target_group.gateway["https"].tags["eks:eks-cluster-name"] == "calendar-test"
    error_message = "Auto Mode registers pods in groups of its cluster only"
  }

  assert {
    condition     = output.address == "https://calendar.example.com"
    error_message = "the address"
  }
}
