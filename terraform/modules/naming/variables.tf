variable "product" {
  description = "First part of every name."
  type        = string
  default     = "calendar"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,14}$", var.product))
    error_message = "product must be 2 to 15 lower-case letters and digits, beginning with a letter."
  }
}

variable "environment" {
  description = "Second part of every name: which of several systems in an account."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters and digits, beginning with a letter."
  }
}
