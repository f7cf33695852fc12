# Pods take an address each, so half of the block is for them: a quarter of a half for each zone, and one quarter kept.
# The other half: sixteenths, three for what faces the internet and three for databases.
locals {
  private  = [for zone in range(var.zones) : cidrsubnet(var.cidr, 3, zone)]
  public   = [for zone in range(var.zones) : cidrsubnet(var.cidr, 5, 16 + zone)]
  database = [for zone in range(var.zones) : cidrsubnet(var.cidr, 5, 20 + zone)]
}
