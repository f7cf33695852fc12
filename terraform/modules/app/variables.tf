variable "name" {
  description = "Names the folder of what is applied, under .data/deploy of the repository."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower-case letters, digits and dashes, beginning with a letter."
  }
}

variable "overlay" {
  description = "Which of k8s/overlays is applied."
  type        = string

  validation {
    condition     = contains(["local", "embedded", "production"], var.overlay)
    error_message = "overlay must be local, embedded or production."
  }
}

variable "kustomization" {
  description = "What is added to the overlay, as the fields of a kustomization; resources are file names and their texts."
  type = object({
    files              = optional(map(string), {})
    images             = optional(list(map(string)), [])
    configMapGenerator = optional(list(any), [])
    patches            = optional(list(any), [])
  })
  default = {}
}

variable "connection" {
  description = "Environment of kubectl: KUBECONFIG, or CLUSTER and REGION of an EKS cluster, for which the AWS command line makes one."
  type        = map(string)

  validation {
    condition     = contains(keys(var.connection), "KUBECONFIG") != alltrue([for name in ["CLUSTER", "REGION"] : contains(keys(var.connection), name)])
    error_message = "connection must hold either KUBECONFIG or CLUSTER and REGION."
  }
}

variable "before" {
  description = "A command that runs in the repository before each apply, and must bear being run again."
  type        = string
  default     = ""
}

variable "patience" {
  description = "Seconds for everything to be ready."
  type        = number
  default     = 900

  validation {
    condition     = var.patience >= 60 && var.patience <= 3600
    error_message = "patience must be 60 to 3600 seconds."
  }
}

variable "trigger" {
  description = "A change of it applies anew, as a change of the manifests does."
  type        = string
  default     = ""
}
