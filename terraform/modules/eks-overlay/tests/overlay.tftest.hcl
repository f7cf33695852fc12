variables {
  image             = "ghcr.io/example/calendar@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  address           = "https://calendar.example.org"
  region            = "eu-central-1"
  secret_name       = "calendar/test/services"
  redis_host        = "master.calendar-test.abc123.euc1.cache.amazonaws.com"
  target_group_arns = { https = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/1", http = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/b/2" }
  public_blocks     = ["10.0.128.0/21", "10.0.136.0/21"]
  database_blocks   = ["10.0.160.0/21", "10.0.168.0/21"]
}

# Applied, as nothing is made: dev/infra/overlay.mjs holds the output against the overlay.
run "the_image_is_named_by_digest" {
  assert {
    condition     = output.kustomization.images == [{ name = "ghcr.io/example/calendar", newName = "ghcr.io/example/calendar", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }]
    error_message = "name and digest"
  }

  assert {
    condition     = alltrue([for document in split("\n---\n", output.kustomization.files["eks.yaml"]) : can(yamldecode(document).metadata.name)])
    error_message = "each document is YAML with a name"
  }

  assert {
    condition     = join(",", [for document in split("\n---\n", output.kustomization.files["eks.yaml"]) : yamldecode(document).spec.serviceRef.port if yamldecode(document).kind == "TargetGroupBinding"]) == "http,https"
    error_message = "a binding for each port"
  }
}
