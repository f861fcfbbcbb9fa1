import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { lintPage } from '../../testing/lintPage';

const page = resolve(__dirname, '../../../../../docs/acceptance-lint.md');

it('docs/acceptance-lint.md is what the product knows (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(page, lintPage());
  expect(readFileSync(page, 'utf8')).toBe(lintPage());
});
