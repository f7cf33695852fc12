// What is held of a pod's volumes, on overlays made up for it.
import { expect, test } from '@jest/globals';

const { podFaults } = await import(new URL('pods.mjs', import.meta.url).href);

const mounts = 'volumeMounts: [{ name: files, mountPath: /files }]';
const deployment = (volumes: string, inContainer = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: entry }
spec: { template: { spec: { containers: [{ name: entry, ${inContainer} }], volumes: [${volumes}] } } }
`;

test('a mounted volume, and the items of a Secret, are in order', () => {
  const items = 'items: [{ key: entry-database-url, path: database-url }]';
  const volume = `{ name: files, secret: { secretName: secrets, ${items} } }`;
  expect(
    podFaults(`kind: Service\nmetadata: { name: entry }\n---${deployment(volume, mounts)}`),
  ).toEqual([]);
});

test('a volume without a mount is named', () => {
  expect(podFaults(deployment('{ name: files, emptyDir: {} }'))).toEqual([
    'Deployment entry: nobody mounts files',
  ]);
});

test.each([
  ['alone', '{ name: files, secret: { secretName: secrets } }'],
  ['among others', '{ name: files, projected: { sources: [{ secret: { name: secrets } }] } }'],
])('a Secret as a whole, %s, is named', (_how, volume) => {
  expect(podFaults(deployment(volume, mounts))).toEqual([
    'Deployment entry: files is a Secret as a whole: say which items',
  ]);
});

test("a CronJob's pods are seen", () => {
  const cron = `
kind: CronJob
metadata: { name: keys }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: keys }], volumes: [{ name: tmp }] } } } } }
`;
  expect(podFaults(cron)).toEqual(['CronJob keys: nobody mounts tmp']);
});
