variable "account" {
  description = "The number of the account in which everything is made; another one is refused."
  type        = string
}

variable "region" {
  description = "The region in which everything is made."
  type        = string
}

variable "environment" {
  description = "Which of several systems in the account this is; part of every name."
  type        = string
  default     = "production"
}

variable "size" {
  description = "small or large."
  type        = string
  default     = "small"
}

variable "domain" {
  description = "The name of the API, such as calendar.example.com."
  type        = string
}

variable "zone" {
  description = "The hosted zone of Route 53 in which the name lies; it must be there already."
  type        = string
}

variable "image" {
  description = "The image by digest, name@sha256:..., as a release prints it."
  type        = string
}

variable "administrators" {
  description = "ARNs of the IAM roles that may do everything in the cluster; the one that runs Terraform must be among them."
  type        = list(string)
}

variable "api_access" {
  description = "From where the API of the cluster may be called, as IPv4 blocks; where Terraform runs must be among them."
  type        = list(string)
}

variable "repository" {
  description = "owner/name on GitHub, whose workflows may deploy; empty for none."
  type        = string
  default     = ""
}

variable "cidr" {
  description = "The addresses of the network."
  type        = string
  default     = "10.0.0.0/16"
}

variable "mysql_version" {
  description = "8.4 or 9.7."
  type        = string
  default     = "8.4"
}

variable "kubernetes_version" {
  description = "A version that EKS offers."
  type        = string
  default     = "1.35"
}

variable "password_generation" {
  description = "A higher number makes all passwords anew."
  type        = number
  default     = 1
}

variable "deletion_protection" {
  description = "Whether database and load balancer refuse to be deleted; false is applied before a destroy."
  type        = bool
  default     = true
}
