// Jest on ESM and TypeScript as it is: the transform only strips the types.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/dev/strip-types.js' },
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.data/'],
  testTimeout: 30_000,
  reporters: [['summary', { summaryThreshold: 0 }]], // quiet when green; every failure whole at the end
};
