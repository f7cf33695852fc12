# What the services read, as one secret: keys are the names of their files (auth-database-url and the others).
resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV_AWS_149:Encrypted with the account's key of Secrets Manager; a key of our own would be gone before the secret's days of grace are
  #checkov:skip=CKV2_AWS_57:It follows from the passwords, whose new generation is a decision
  name                    = "${var.secret_prefix}/services"
  description             = "What the services read, by file"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id        = aws_secretsmanager_secret.this.id
  secret_string_wo = jsonencode(var.content)
  # The provider takes a number: the first 12 digits of a hash, exact in a double.
  secret_string_wo_version = parseint(substr(sha256(var.content_version), 0, 12), 16)
}

# The operator in the cluster reads this secret and no other.
resource "aws_iam_role" "reader" {
  name               = "${var.name}-external-secrets"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "reader" {
  name   = "read"
  role   = aws_iam_role.reader.id
  policy = data.aws_iam_policy_document.read.json
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = [aws_secretsmanager_secret.this.arn]
  }
}

resource "aws_eks_pod_identity_association" "reader" {
  cluster_name    = var.cluster_name
  namespace       = "external-secrets"
  service_account = "external-secrets"
  role_arn        = aws_iam_role.reader.arn
}
