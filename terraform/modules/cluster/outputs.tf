output "name" {
  description = "Name of the cluster, known once its administrators may enter."
  value       = aws_eks_cluster.this.name
  depends_on  = [aws_eks_access_policy_association.administrator]
}

output "security_group_id" {
  description = "The security group of nodes and pods."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "arn" {
  description = "The cluster's ARN."
  value       = aws_eks_cluster.this.arn
}
