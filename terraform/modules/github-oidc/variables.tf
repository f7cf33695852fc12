variable "name" {
  description = "Prefix of the role's name."
  type        = string
}

variable "repository" {
  description = "owner/name on GitHub."
  type        = string
}

variable "environment" {
  description = "The environment of GitHub whose jobs may deploy; its rules say who approves them."
  type        = string
}

variable "cluster_name" {
  description = "The cluster to which it may deploy."
  type        = string
}

variable "namespace" {
  description = "The namespace in which it may change things."
  type        = string
}

variable "cluster_arn" {
  description = "The same cluster, as an ARN."
  type        = string
}
