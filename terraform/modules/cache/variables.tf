variable "name" {
  description = "Name of the replication group."
  type        = string
}

variable "size" {
  description = "Node class and number of replicas: what the module sizes says."
  type = object({
    class    = string
    replicas = number
  })
}

variable "vpc_id" {
  description = "The network."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of at least two zones."
  type        = list(string)
}

variable "clients" {
  description = "The security group that may connect."
  type        = string
}

variable "password" {
  description = "Of every client. The provider has no write-only argument for it, so it is in the state, which is why that is encrypted."
  type        = string
  sensitive   = true
}
