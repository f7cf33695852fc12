// `npm run check:infra`: what describes the machines around the services, held by the tools of the trade. One module for each group of
// tools gives its checks; a tool that is not there is named, loudly, and its checks are not counted as passed.
import { composeChecks } from './compose.mjs';
import { kubernetesChecks } from './kubernetes.mjs';
import { observabilityChecks } from './prometheus.mjs';
import { scriptChecks } from './scripts.mjs';

/** Ends with what it says where something is wrong; `missing` names the tool and how to get it. */
const checks = [...kubernetesChecks, ...composeChecks, ...observabilityChecks, ...scriptChecks];

const count = { passed: 0, failed: 0, missing: 0 };
for (const { name, check } of checks) {
  const began = Date.now();
  const { missing, fault, figures } = await check();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (missing) {
    count.missing += 1;
    console.log(`MISSING ${name}: NOT CHECKED, ${missing}`);
  } else if (fault) {
    count.failed += 1;
    console.log(`FAILED  ${name}  ${seconds} s\n${fault}`);
  } else {
    count.passed += 1;
    console.log(`ok      ${name}  ${figures ? `${figures}, ` : ''}${seconds} s`);
  }
}
const left = count.missing > 0 ? `; ${count.missing} NOT CHECKED for want of a tool` : '';
console.log(`Infrastructure: ${count.passed} checks hold, ${count.failed} do not${left}`);
process.exitCode = count.failed === 0 ? 0 : 1;
