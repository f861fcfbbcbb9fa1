import { open } from 'node:fs/promises';
import { LookError } from '../LookError';
import type { FileReference } from '../reference';
import { LocalFiles } from './LocalFiles';

jest.mock('node:fs/promises', () => ({
  ...jest.requireActual('node:fs/promises'),
  open: jest.fn(),
}));

const url = 'file:///srv/app.tgz';
const reference = {
  repository: '/srv/app.tgz',
  url,
} as FileReference;
const files = new LocalFiles({ materialBytes: 10 });

/** A root user may read everything, so what the system answers is put in its place. */
function answer(code: string | undefined) {
  const error = Object.assign(new Error('no'), code && { code });
  jest.mocked(open).mockRejectedValue(error);
}

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    error => (error instanceof LookError ? error.problem : error),
  );

describe('S5.4 a file of this machine that cannot be read', () => {
  it.each([
    ['EACCES', 'access-denied', 'infrastructure'],
    ['EPERM', 'access-denied', 'infrastructure'],
    ['EIO', 'registry-unreachable', 'infrastructure'],
    [undefined, 'registry-unreachable', 'infrastructure'],
    ['ENOENT', 'artifact-not-found', 'configuration'],
    ['ENOTDIR', 'artifact-not-found', 'configuration'],
    ['EISDIR', 'artifact-not-found', 'configuration'],
  ])('%s is %s', async (cause, code, origin) => {
    answer(cause);
    expect(await problemOf(files.read(reference))).toMatchObject({
      code,
      origin,
    });
  });

  it.each([
    ['EACCES', 'access-denied'],
    ['EIO', 'registry-unreachable'],
  ])(
    '%s keeps nobody from seeing that a bundle is there',
    async (cause, code) => {
      answer(cause);
      expect(await problemOf(files.bundle(url))).toMatchObject({ code });
    },
  );

  it.each(['ENOENT', 'ENOTDIR', 'EISDIR'])(
    '%s says that there is no bundle',
    async cause => {
      answer(cause);
      expect(await files.bundle(url)).toBeUndefined();
    },
  );
});
