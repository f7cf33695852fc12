// Names, exports, sizes and words.
import { eachFile, type Rule } from './rule.ts';

const vague = /(?:^|[/.-])(?:utils?|helpers?|commons?|managers?|base)(?=[/.-])/;

export const names: Rule = eachFile(({ path }) => {
  const word = vague.exec(path)?.[0].replace(/^[/.-]/, '');
  return word ? [`has "${word}" in its name, which says nothing`] : [];
});

export const barrels: Rule = eachFile(({ path }) =>
  /(?:^|\/)index\.\w+$/.test(path) ? ['is a barrel'] : [],
);

/** Jest's own configuration has to be a default export. */
export const defaultExports: Rule = eachFile(({ path, hasDefaultExport }) =>
  hasDefaultExport && path !== 'jest.config.js' ? ['has a default export'] : [],
);

const LONGEST = 250;
const bounds = [
  { share: 0.5, most: 60, name: 'median' },
  { share: 0.9, most: 150, name: '90th percentile' },
];

export const sizes: Rule = (sources) => {
  const product = sources.filter(
    ({ path, isCode, isTest }) => isCode && !isTest && /^(?:services|shared|gateway)\//.test(path),
  );
  const sorted = product.map(({ lines }) => lines).sort((a, b) => a - b);
  const all = bounds.flatMap(({ share, most, name }) => {
    const lines = sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    return lines > most ? [`the ${name} of all files has ${lines} lines, at most ${most}`] : [];
  });
  const long = product.filter(({ lines }) => lines > LONGEST);
  return [
    ...all,
    ...long.map(({ path, lines }) => `${path} has ${lines} lines, at most ${LONGEST}`),
  ];
};

const foreign = [
  /\.\.\/shared\/(?:design|research)/,
  /\b(?:registry\.[\w-]+\.\w+|pypi\.org|pythonhosted\.org|crates\.io|proxy\.golang\.org|repo\d?\.maven\.\w+|maven\.org|deb\.debian\.org)\b/,
];

/** Nothing names a place outside of the repository that a reader does not have or need. */
export const words: Rule = (sources) =>
  sources.flatMap(({ path, text }) =>
    foreign.flatMap((word) => {
      const found = word.exec(text)?.[0];
      return found ? [`${path} names ${found}`] : [];
    }),
  );
