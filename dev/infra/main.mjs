// `npm run check:infra [-- --all]`: what describes the machines around the services, held by the tools of the trade. One module for each
// group of tools gives its checks. With --all a missing tool is a fault; `npm run infra:tools` brings most of them.
import { composeChecks } from './compose.mjs';
import { kongChecks } from './kong.mjs';
import { kubernetesChecks } from './kubernetes.mjs';
import { observabilityChecks } from './observability.mjs';
import { report } from './report.mjs';
import { scriptChecks } from './scripts.mjs';
import { terraformChecks } from './terraform.mjs';
import { workflowChecks } from './workflows.mjs';

await report([
  ...kubernetesChecks,
  ...composeChecks,
  ...kongChecks,
  ...observabilityChecks,
  ...scriptChecks,
  ...terraformChecks,
  ...workflowChecks,
]);
