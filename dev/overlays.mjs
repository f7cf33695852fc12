// The overlays of k8s/, by name.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

export const overlays = readdirSync(join(root, 'k8s/overlays'));
