import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fromRoot } from './paths.mjs';

/**
 * Whom one can sign in as in the sandbox.
 *
 * @returns {{ name: string, title: string }[]}
 */
export function readPeople() {
  const require = createRequire(fromRoot('packages/sandbox/package.json'));
  const { parse } = require('yaml');
  const file = fromRoot('app-config.sandbox.yaml');
  return parse(readFileSync(file, 'utf8')).sandbox.people;
}
