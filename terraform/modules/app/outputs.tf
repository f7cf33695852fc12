output "address" {
  description = "Where the gateway's Service can be reached, as far as the cluster says."
  # Read after the apply; empty where another machine applied.
  value = try(trimspace(file(terraform_data.applied.id == "" ? "" : "${local.folder}/address")), "")
}
