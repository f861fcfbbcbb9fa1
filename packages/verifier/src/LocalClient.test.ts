import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDigest, provesAbsence } from '@countersign/domain';
import { toBundle } from '@countersign/sandbox';
import { acme, message, now } from './__testUtils__/minted';
import { digestOf } from './encoding';
import { LocalClient } from './LocalClient';
import { LookError } from './LookError';
import { verifyMaterial } from './verification/verifyMaterial';

const content = Buffer.from('release of the day');
const clock = { now: () => now };

describe('LocalClient', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-local-'));
  const file = join(folder, 'app #1%.tgz');
  const bundle = JSON.stringify(toBundle(message(content)));

  beforeEach(() => writeFileSync(file, content));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const client = (limits = {}) => new LocalClient({ clock, limits });
  const codeOf = (look: Promise<unknown>) =>
    look.then(
      () => 'looked',
      error => (error instanceof LookError ? error.problem.code : error),
    );

  it.each(['.sigstore.json', '.sigstore', '.bundle'])(
    'finds the bundle %s beside a file',
    async suffix => {
      writeFileSync(`${file}${suffix}`, bundle);
      const look = await client().look(file);
      expect(look.digest).toBe(digestOf(content));
      expect(Buffer.from(look.bytes ?? [])).toEqual(content);
      expect(look.collection).toMatchObject({
        repository: file,
        sources: expect.arrayContaining([
          { source: 'subject', status: 'complete' },
          { source: 'bundle-file', status: 'complete' },
        ]),
      });
      const context = { subject: look.digest, authority: acme, now };
      expect(look.materials).toHaveLength(1);
      expect(verifyMaterial(look.materials[0], context).outcome.status).toBe(
        'proven',
      );
    },
  );

  it('reads the named bundle and nothing beside the file', async () => {
    writeFileSync(`${file}.sigstore.json`, 'junk');
    writeFileSync(join(folder, 'other'), bundle);
    const look = await client().look(file, join(folder, 'other'));
    expect(look.materials.map(({ format }) => format)).toEqual([
      'sigstore-bundle',
    ]);
    expect(Buffer.from(look.materials[0].bytes).toString()).toBe(bundle);
  });

  it('S5.4 claims absence where nothing lies beside the file', async () => {
    mkdirSync(`${file}.sigstore`);
    const { collection, materials } = await client().look(file);
    expect(materials).toEqual([]);
    expect(provesAbsence(collection)).toBe(true);
  });

  it('S5.4 never claims absence where a bundle cannot be read', async () => {
    writeFileSync(`${file}.sigstore.json`, bundle);
    const { collection } = await client({ materialBytes: 10 }).look(file);
    expect(provesAbsence(collection)).toBe(false);
    expect(collection.sources).toContainEqual({
      source: 'bundle-file',
      status: 'limited',
      limit: 'materialBytes',
    });
  });

  it('S5.4 says so where it may not read', async () => {
    chmodSync(file, 0o000);
    // To root everything is readable; what is no file at all is not.
    const [unreadable, code] =
      process.getuid?.() === 0
        ? ['/proc/self/mem', 'registry-unreachable']
        : [file, 'access-denied'];
    expect(await codeOf(client().look(unreadable))).toBe(code);
  });

  it('S5.4 says so where a link leads nowhere but to itself', async () => {
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(await codeOf(client().look(join(folder, 'loop')))).toBe(
      'registry-unreachable',
    );
    const { collection } = await client().look(file, join(folder, 'loop'));
    expect(collection.sources).toContainEqual({
      source: 'bundle-file',
      status: 'failed',
      cause: expect.objectContaining({
        code: 'registry-unreachable',
        message: expect.stringContaining('ELOOP'),
      }),
    });
  });

  it('S5.4 claims absence where the named bundle lies under no folder', async () => {
    writeFileSync(join(folder, 'plain'), '');
    const named = join(folder, 'plain', 'bundle');
    const { collection } = await client().look(file, named);
    expect(provesAbsence(collection)).toBe(true);
  });

  it.each(['absent', '.'])('S5.2 finds no artifact at %s', async name => {
    expect(await codeOf(client().look(join(folder, name)))).toBe(
      'artifact-not-found',
    );
  });

  it('looks at a bundle for a digest alone', async () => {
    writeFileSync(join(folder, 'b'), bundle);
    const digest = digestOf(content);
    expect(isDigest(digest)).toBe(true);
    const look = await client().lookForDigest(digest, join(folder, 'b'));
    const context = { subject: digest, authority: acme, now };
    expect(look.bytes).toBeUndefined();
    expect(verifyMaterial(look.materials[0], context).outcome.status).toBe(
      'proven',
    );
  });

  it('holds no more of a file than signed material may have', async () => {
    const look = await client({ materialBytes: 4 }).look(file);
    expect(look.bytes).toBeUndefined();
    expect(look.digest).toBe(digestOf(content));
  });
});
