import { generateKeyPair, publicKeyPem } from '@countersign/sandbox';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../Surroundings';
import { filePolicy } from './filePolicy';

const pem = publicKeyPem(generateKeyPair());
const other = publicKeyPem(generateKeyPair());
const nowhere = {} as Surroundings;

describe('S1.4 keys in a policy file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policy-'));
    await writeFile(join(folder, 'platform.pub'), other);
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function read(keys: object[], signer = 'ci') {
    const path = join(folder, 'policy.yaml');
    const policy = {
      authorities: [{ name: 'platform', key: 'platform.pub' }],
      acceptance: {
        keys,
        initial: [
          { name: 'r', references: ['**'], signers: [{ key: signer }] },
        ],
      },
    };
    await writeFile(path, JSON.stringify(policy));
    return filePolicy(path, nowhere);
  }

  it('are authorities beside those that are named', async () => {
    const { authorities } = await read([{ name: 'ci', publicKey: pem }]);
    expect(authorities.map(({ name, kind }) => [name, kind])).toEqual([
      ['platform', 'key'],
      ['ci', 'key'],
    ]);
  });

  it.each<[string, object[], string]>([
    ['there is an authority "platform" already', [{ name: 'platform' }], 'ci'],
    ['no authority "cd"', [{ name: 'ci' }], 'cd'],
    ['"nobody", which proves its times', [{ name: 'ci', log: 'nobody' }], 'ci'],
  ])('are refused with %s', async (problem, keys, signer) => {
    await expect(
      read(
        keys.map(key => ({ publicKey: pem, ...key })),
        signer,
      ),
    ).rejects.toThrow(problem);
  });
});
