// Jest as a command, on the product's Node: its modules are ESM, which takes flags of Node's.
import { join } from 'node:path';
import { productNode, root } from './runtime.mjs';

/** The command and its arguments; `args` are Jest's. */
export const jestCommand = (...args) => [
  productNode(),
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...args,
  ],
];

/** The suite that every gateway has to pass; TEST_BASE_URL says which gateway. */
export const gatewaySuite = 'gateway/test/suite.test.ts';
