variable "name" {
  description = "Name of the load balancer."
  type        = string
}

variable "domain" {
  description = "The name of the API."
  type        = string
}

variable "zone" {
  description = "The hosted zone of Route 53 in which the name lies; it is there already."
  type        = string
}

variable "vpc_id" {
  description = "The network."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets."
  type        = list(string)
}

variable "cluster_name" {
  description = "The cluster whose pods are behind it."
  type        = string
}

variable "pods" {
  description = "The security group of the pods."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
}
