# The front door: a name, its certificate, and a load balancer that ends TLS and passes connections to the gateway's pods. It belongs to
# Terraform and not to a Service of the cluster, so that its address is known here, and nothing of it is left when the cluster is gone.
data "aws_route53_zone" "this" {
  name = var.zone
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "proof" {
  for_each = { for proof in aws_acm_certificate.this.domain_validation_options : proof.domain_name => proof }

  zone_id         = data.aws_route53_zone.this.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}

resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_91:The gateway logs each request, with the trace that it belongs to; a network load balancer logs TLS connections only
  #checkov:skip=CKV2_AWS_20:A network load balancer cannot redirect; the gateway does, on the port that its listener for HTTP leads to
  #checkov:skip=CKV2_AWS_28:A firewall of web requests is not to be had on a network load balancer; the gateway limits and checks
  name                             = var.name
  load_balancer_type               = "network"
  subnets                          = var.subnet_ids
  security_groups                  = [aws_security_group.this.id]
  enable_cross_zone_load_balancing = true
  enable_deletion_protection       = var.deletion_protection
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "TLS"
  certificate_arn   = aws_acm_certificate_validation.this.certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  alpn_policy       = "HTTP2Preferred"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.gateway["https"].arn
  }
}

resource "aws_lb_listener" "http" {
  #checkov:skip=CKV_AWS_2:Whoever asks without encryption is sent to HTTPS by the gateway, and told nothing else
  #checkov:skip=CKV_AWS_103:Same
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.gateway["http"].arn
  }
}

locals {
  # By the port of the Service kong-front: what a pod of the gateway listens on.
  doors = {
    https = { port = 8443, protocol = "TLS" }
    http  = { port = 8080, protocol = "TCP" }
  }
  readiness_port = 8100
}

resource "aws_lb_target_group" "gateway" {
  #checkov:skip=CKV_AWS_378:The one for http sends whoever asks to HTTPS
  for_each = local.doors

  name                   = "${var.name}-${each.key}"
  vpc_id                 = var.vpc_id
  target_type            = "ip"
  protocol               = each.value.protocol
  port                   = each.value.port
  preserve_client_ip     = "true" # limits count by address
  deregistration_delay   = "30"
  connection_termination = true

  health_check {
    protocol            = "HTTP"
    port                = tostring(local.readiness_port)
    path                = "/status/ready"
    interval            = 5
    timeout             = 3
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  # Auto Mode registers pods in target groups that carry the name of its cluster, and in no others.
  tags = { "eks:eks-cluster-name" = var.cluster_name }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-edge"
  description = "The load balancer: HTTPS from everywhere, and on to the gateway"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-edge" }
}

resource "aws_vpc_security_group_ingress_rule" "world" {
  #checkov:skip=CKV_AWS_260:Port 80 is open so that it can send people to HTTPS
  for_each = { HTTPS = 443, "To be sent to HTTPS" = 80 }

  security_group_id = aws_security_group.this.id
  description       = each.key
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "gateway" {
  for_each = local.gateway_ports

  security_group_id            = aws_security_group.this.id
  description                  = each.key
  referenced_security_group_id = var.pods
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_ingress_rule" "gateway" {
  for_each = local.gateway_ports

  security_group_id            = var.pods
  description                  = "${each.key}, from the load balancer"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

locals {
  gateway_ports = { "HTTPS of the gateway" = 8443, "Its way to HTTPS" = 8080, "Its readiness" = local.readiness_port }
}

resource "aws_route53_record" "this" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.domain
  type    = "A"

  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}
