variable "size" {
  description = "small: a team; large: thousands of users at once."
  type        = string

  validation {
    condition     = contains(["small", "large"], var.size)
    error_message = "size must be small or large."
  }
}
