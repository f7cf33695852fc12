// Checks in, a line for each out. A tool that is not there is named, loudly, and its checks are not counted as passed.

/** A check ends with its figures, a fault, or what is missing and how to get it. `all`: what is missing is a fault too. */
export async function report(checks, { all = process.argv.includes('--all') } = {}) {
  const count = { passed: 0, failed: 0, missing: 0 };
  for (const { name, check } of checks) {
    const began = Date.now();
    const { missing, fault, figures } = await check().catch(({ stack }) => ({ fault: stack }));
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
  process.exitCode = count.failed === 0 && !(all && count.missing > 0) ? 0 : 1;
}
