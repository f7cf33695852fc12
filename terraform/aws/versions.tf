terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
  }

  # The bucket is given at init: -backend-config=bucket=... -backend-config=region=...
  backend "s3" {
    key          = "calendar/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = module.settings.all.region
  allowed_account_ids = [module.settings.all.account]

  default_tags {
    tags = module.naming.tags
  }
}
