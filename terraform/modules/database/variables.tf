variable "name" {
  description = "Name of the instance."
  type        = string
}

variable "mysql_version" {
  description = "8.4 or 9.7."
  type        = string
}

variable "size" {
  description = "Instance class, storage and days of backups: what the module sizes says."
  type = object({
    class               = string
    storage_gib         = number
    largest_storage_gib = number
    backup_days         = number
  })
}

variable "vpc_id" {
  description = "The network."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of at least two zones."
  type        = list(string)
}

variable "clients" {
  description = "The security group that may connect."
  type        = string
}

variable "password" {
  description = "Of the administrator; kept in no state."
  type        = string
  ephemeral   = true
}

variable "password_generation" {
  description = "Changes when the password does."
  type        = number
}

variable "deletion_protection" {
  description = "Whether the instance refuses to be deleted."
  type        = bool
}
