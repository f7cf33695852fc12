// `npm run test:chaos [-- jest arguments]`: the tests that have a long form, in it; minutes, not seconds.
process.env.TEST_FORM = 'long';
if (process.argv.length === 2) process.argv.push('random-operations-killed', 'slow-clients');
await import('./test.mjs');
