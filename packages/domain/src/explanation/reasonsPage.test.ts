import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonsPage } from '../testing/reasonsPage';

const page = resolve(__dirname, '../../../../docs/reasons.md');

it('docs/reasons.md is what the product shows (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(page, reasonsPage());
  expect(readFileSync(page, 'utf8')).toBe(reasonsPage());
});
