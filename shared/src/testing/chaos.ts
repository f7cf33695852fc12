// How long the stories of faults are: short in `npm test`, long in `npm run test:chaos`.

/** What `npm run test:chaos` takes, or else `npm test`. */
export const inForm = <T>(short: T, long: T): T =>
  process.env.TEST_CHAOS === 'long' ? long : short;
