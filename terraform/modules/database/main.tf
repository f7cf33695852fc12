resource "aws_db_instance" "this" {
  #checkov:skip=CKV_AWS_354:Performance insights are encrypted with the account's key of RDS
  #checkov:skip=CKV_AWS_161:Users of the services are made in MySQL, each with rights to one schema
  identifier     = var.name
  engine         = "mysql"
  engine_version = var.mysql_version
  instance_class = var.size.class
  username       = local.administrator

  password_wo         = var.password
  password_wo_version = var.password_generation

  multi_az               = true
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  # With the account's key, not one of ours: the backups that outlive the system must not outlive their key.
  storage_encrypted     = true
  storage_type          = "gp3"
  allocated_storage     = var.size.storage_gib
  max_allocated_storage = var.size.largest_storage_gib

  backup_retention_period   = var.size.backup_days
  backup_window             = "02:00-03:00"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-last"
  deletion_protection       = var.deletion_protection

  maintenance_window          = "sun:03:30-sun:04:30"
  auto_minor_version_upgrade  = true
  allow_major_version_upgrade = false
  apply_immediately           = false

  performance_insights_enabled    = true
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports = ["error", "slowquery"]

  depends_on = [aws_cloudwatch_log_group.exported]
}

locals {
  administrator = "calendar_admin"
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

# What the product needs of a server (dev/mariadb.mjs tells the same to one on your own machine), and TLS for everybody.
resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "mysql${var.mysql_version}"

  dynamic "parameter" {
    for_each = {
      require_secure_transport       = "1"
      tls_version                    = "TLSv1.2,TLSv1.3"
      transaction_isolation          = "READ-COMMITTED"
      time_zone                      = "UTC"
      character_set_server           = "utf8mb4"
      innodb_flush_log_at_trx_commit = "1"
      slow_query_log                 = "1"
      long_query_time                = "1"
      log_output                     = "FILE"
    }

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-mysql"
  description = "MySQL, from the cluster alone"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-mysql" }
}

resource "aws_vpc_security_group_ingress_rule" "mysql" {
  security_group_id            = aws_security_group.this.id
  description                  = "MySQL from the cluster"
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
}

resource "aws_cloudwatch_log_group" "exported" {
  #checkov:skip=CKV_AWS_158:Encrypted with the key of CloudWatch; statements are logged without values by the services, and slow ones only here
  for_each = toset(["error", "slowquery"])

  name              = "/aws/rds/instance/${var.name}/${each.value}"
  retention_in_days = 365
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.name}-rds-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
