variable "kubeconfig" {
  description = "The file that says where the cluster is, of kind, minikube or any other."
  type        = string
  default     = "~/.kube/config"

  validation {
    condition     = fileexists(pathexpand(var.kubeconfig))
    error_message = "kubeconfig must be a file that is there: \"kind create cluster\" or \"minikube start\" makes it."
  }
}

variable "overlay" {
  description = "local: with Kong; embedded: with the gateway of the product in its place."
  type        = string
  default     = "local"

  validation {
    condition     = contains(["local", "embedded"], var.overlay)
    error_message = "overlay must be local or embedded."
  }
}

variable "image" {
  description = "The image name:tag, which the cluster must have already (kind load docker-image, minikube image load)."
  type        = string
  default     = "calendar:local"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9./_-]*:[A-Za-z0-9_][A-Za-z0-9._-]*$", var.image))
    error_message = "image must be name:tag."
  }

  validation {
    condition     = !endswith(var.image, ":latest")
    error_message = "image must have another tag than latest, which a cluster always wants to fetch."
  }
}
