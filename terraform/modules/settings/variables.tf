variable "account" {
  description = "The number of the account in which everything is made."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account))
    error_message = "account must be the 12 digits of an AWS account."
  }
}

variable "region" {
  description = "The region in which everything is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+){1,2}-[0-9]$", var.region))
    error_message = "region must be a region's code, such as eu-central-1."
  }
}

variable "mysql_version" {
  description = "8.4 or 9.7, the two long-term versions that the product is tested on."
  type        = string

  validation {
    condition     = contains(["8.4", "9.7"], var.mysql_version)
    error_message = "mysql_version must be 8.4 or 9.7."
  }
}

variable "kubernetes_version" {
  description = "A version that EKS offers."
  type        = string

  validation {
    condition     = can(regex("^1\\.(3[5-9]|[4-9][0-9])$", var.kubernetes_version))
    error_message = "kubernetes_version must be 1.35 or later: older ones are out of standard support."
  }
}

variable "domain" {
  description = "The name of the API."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.){2,}[a-z]{2,63}$", var.domain)) && length(var.domain) <= 64
    error_message = "domain must be a name in lower case below the zone, such as calendar.example.com, of 64 characters at most."
  }
}

variable "zone" {
  description = "The hosted zone of Route 53 in which the name lies."
  type        = string

  validation {
    condition     = endswith(var.domain, ".${var.zone}")
    error_message = "domain must lie below zone."
  }
}

variable "image" {
  description = "The image by digest."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9./_-]*@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be name@sha256:digest: a tag may be another image tomorrow."
  }
}

variable "repository" {
  description = "owner/name on GitHub, whose workflows may deploy; empty for none."
  type        = string

  validation {
    condition     = var.repository == "" || can(regex("^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$", var.repository))
    error_message = "repository must be owner/name, or empty."
  }
}

variable "administrators" {
  description = "ARNs of the IAM roles that may do everything in the cluster."
  type        = list(string)

  validation {
    condition     = length(var.administrators) > 0
    error_message = "administrators must name at least one role: nobody could reach the cluster."
  }

  validation {
    condition     = alltrue([for arn in var.administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$", arn))])
    error_message = "administrators must be ARNs of IAM roles or users: a session of sts has none of its own."
  }
}

variable "api_access" {
  description = "From where the API of the cluster may be called, as IPv4 blocks."
  type        = list(string)

  validation {
    condition     = length(var.api_access) > 0
    error_message = "api_access must hold the address from which Terraform runs."
  }

  validation {
    condition     = alltrue([for block in var.api_access : can(cidrhost(block, 0)) && can(regex("/([89]|[12][0-9]|3[0-2])$", block))])
    error_message = "api_access must be IPv4 blocks of /8 or smaller: the API of a cluster is not for the whole internet."
  }
}
