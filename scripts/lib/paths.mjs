import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** @param {...string} parts */
export const fromRoot = (...parts) => path.join(root, ...parts);

/** Where checks keep what they wrote: reports, logs. Git ignores it. */
export const cacheDir = fromRoot('node_modules/.cache/countersign');
