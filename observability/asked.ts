// Whether a Prometheus has an answer to all that the dashboards ask about our own services: node observability/asked.ts http://localhost:9090
import { findEmpty, isOurs, readExpressions } from './expressions.ts';

const [url = 'http://localhost:9090'] = process.argv.slice(2);
const empty = await findEmpty(url, readExpressions().filter(isOurs));
for (const { dashboard, panel, expr } of empty)
  console.log(`${dashboard}, "${panel}" has no answer to ${expr}`);
process.exitCode = empty.length > 0 ? 1 : 0;
