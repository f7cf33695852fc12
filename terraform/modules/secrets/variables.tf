variable "name" {
  description = "Prefix of the role's name."
  type        = string
}

variable "secret_prefix" {
  description = "Where the secret lies in Secrets Manager."
  type        = string
}

variable "cluster_name" {
  description = "The cluster whose External Secrets operator may read it."
  type        = string
}

variable "content" {
  description = "Text by the name of the file that services read it from; kept in no state."
  type        = map(string)
  ephemeral   = true
}

variable "content_version" {
  description = "Changes when the content does: passwords, hosts."
  type        = string
}
