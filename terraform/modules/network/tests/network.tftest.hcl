# Runs where the provider can be fetched; it needs no account.
mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "calendar-test"
  cidr = "10.0.0.0/16"
  subnets = {
    private  = ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]
    public   = ["10.0.128.0/21", "10.0.136.0/21", "10.0.144.0/21"]
    database = ["10.0.160.0/21", "10.0.168.0/21", "10.0.176.0/21"]
  }
  nat_gateways = 1
}

run "three_zones_one_way_out" {
  command = plan

  assert {
    condition     = length(aws_subnet.private) == 3 && length(aws_subnet.public) == 3 && length(aws_subnet.database) == 3 && length(aws_nat_gateway.this) == 1
    error_message = "nine subnets and one NAT gateway"
  }

  assert {
    condition     = aws_subnet.private[2].availability_zone == "eu-central-1c"
    error_message = "one of each kind in each zone"
  }
}

run "a_way_out_for_each_zone" {
  command = plan

  variables {
    nat_gateways = 3
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && length(aws_eip.nat) == 3
    error_message = "three NAT gateways"
  }
}
