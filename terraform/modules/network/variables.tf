variable "name" {
  description = "Name of the network and prefix of its parts."
  type        = string
}

variable "cidr" {
  description = "The addresses of the network."
  type        = string
}

variable "subnets" {
  description = "Blocks by kind, one for each zone: what the module cidr-plan makes."
  type = object({
    private  = list(string)
    public   = list(string)
    database = list(string)
  })
}

variable "nat_gateways" {
  description = "How many zones have a way out of their own; the others take that of the first."
  type        = number
}

variable "log_days" {
  description = "How long the log of connections is kept."
  type        = number
  default     = 365
}
