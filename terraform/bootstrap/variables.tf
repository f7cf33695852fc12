variable "account" {
  description = "The number of the account; another one is refused."
  type        = string
}

variable "region" {
  description = "Where the bucket lies."
  type        = string
}
