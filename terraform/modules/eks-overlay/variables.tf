variable "image" {
  description = "The image by digest, name@sha256:..."
  type        = string
}

variable "address" {
  description = "Where the API is, as its tokens say it."
  type        = string
}

variable "region" {
  description = "Where the secret lies."
  type        = string
}

variable "secret_name" {
  description = "The secret with the services' files."
  type        = string
}

variable "redis_host" {
  description = "The name that Valkey's certificate is for."
  type        = string
}

variable "target_group_arns" {
  description = "Target groups by the port of the Service kong-front that they take: https and http."
  type        = map(string)
}

variable "public_blocks" {
  description = "From where the load balancer asks for the gateway's health."
  type        = list(string)
}

variable "database_blocks" {
  description = "Where MySQL and Valkey are."
  type        = list(string)
}
