variable "secret_prefix" {
  description = "Where the secret lies in Secrets Manager."
  type        = string
}

variable "purpose" {
  description = "Last part of the secret's name."
  type        = string
}

variable "names" {
  description = "What each password is for."
  type        = set(string)
}

variable "generation" {
  description = "A higher number makes all passwords anew."
  type        = number
  default     = 1
}
