# Runs where the provider can be fetched; it needs no account.
mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name         = "calendar-test"
  repository   = "example/calendar"
  environment  = "production"
  cluster_name = "calendar-test"
  cluster_arn  = "arn:aws:eks:eu-central-1:123456789012:cluster/calendar-test"
  namespace    = "calendar"
}

run "one_environment_and_one_namespace" {
  command = plan

  assert {
    condition     = contains(flatten([for each in data.aws_iam_policy_document.trust.statement[0].condition : each.values]), "repo:example/calendar:environment:production")
    error_message = "nobody else's jobs"
  }

  assert {
    condition     = one(aws_eks_access_policy_association.deploy.access_scope).namespaces == toset(["calendar"])
    error_message = "no other namespace"
  }
}
