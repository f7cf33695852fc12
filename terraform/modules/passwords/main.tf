# Made once, written to Secrets Manager and never to the state: random values are ephemeral, the secret's content is write-only.
# Others read them back from the secret, so that a run cut short cannot leave two halves with different passwords.
ephemeral "aws_secretsmanager_random_password" "each" {
  for_each = var.names

  password_length     = 48
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV_AWS_149:Encrypted with the account's key of Secrets Manager; a key of our own would be gone before the secret's days of grace are
  #checkov:skip=CKV2_AWS_57:A new generation is a decision: services and database change together
  name                    = "${var.secret_prefix}/${var.purpose}"
  description             = "Passwords by what they are for"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = jsonencode({ for name, made in ephemeral.aws_secretsmanager_random_password.each : name => made.random_password })
  secret_string_wo_version = var.generation
}
