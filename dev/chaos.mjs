// `npm run test:chaos [-- jest arguments]`: the stories of faults in their long form, which `npm test` tells in a short one, with figures.
process.env.TEST_CHAOS = 'long';
if (process.argv.length === 2) process.argv.push('\\.chaos\\.test\\.ts$');
process.argv.push('--reporters=default');
await import('./test.mjs');
