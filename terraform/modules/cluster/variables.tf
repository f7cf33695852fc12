variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "kubernetes_version" {
  description = "A version that EKS offers, such as 1.35."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in which nodes and pods run."
  type        = list(string)
}

variable "api_access" {
  description = "From where its API may be called, as IPv4 blocks."
  type        = list(string)
}

variable "administrators" {
  description = "ARNs of the IAM roles that may do everything in it."
  type        = set(string)
}

variable "log_days" {
  description = "How long the control plane's log is kept."
  type        = number
  default     = 365
}
