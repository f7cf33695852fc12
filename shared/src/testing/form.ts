// Tests with a long form: `npm test` runs the short one, `npm run test:chaos` the long one.

export const isLong = process.env.TEST_FORM === 'long';

/** Of two figures the one of this run. */
export const inForm = ({ short, long }: { short: number; long: number }): number =>
  isLong ? long : short;
