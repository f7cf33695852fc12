# The longest names that AWS takes (a load balancer's) are 32 characters; what is added here stays below.
locals {
  name = "${var.product}-${var.environment}"
}
