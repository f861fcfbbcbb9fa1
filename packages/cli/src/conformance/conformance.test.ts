/* eslint-disable jest/no-standalone-expect -- real data is not everywhere, and its tests say where they are skipped */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  corpusFolder,
  predicateTypes,
  publicKeyPem,
  generateKeyPair,
  toBundle,
  type SignableContent,
  type SigningOptions,
} from '@countersign/sandbox';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';

const content = Buffer.from('the artifact of the suite\n');
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;

const statement = (predicateType: string, predicate: object = {}) =>
  Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a.txt', digest: { sha256: digest.slice(7) } }],
      predicateType,
      predicate,
    }),
  );

describe('ct conformance', () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.start();
    mkdirSync(join(company.folder, 'suite'));
    writeFileSync(join(company.folder, 'suite', 'a.txt'), content);
  });
  afterAll(() => company.close());

  const suite = () => join(company.folder, 'suite');

  /** A case as the suite lays it out. */
  function put(
    name: string,
    files: Record<string, string | Uint8Array> = {},
    signed: Partial<SigningOptions> = {},
    signable: SignableContent = { type: 'message', bytes: content },
  ) {
    const folder = join(suite(), name);
    mkdirSync(folder, { recursive: true });
    const material = company.sigstore.sign(signable, {
      signer: { type: 'certificate', identity: release },
      ...signed,
    });
    const all = {
      'bundle.sigstore.json': JSON.stringify(toBundle(material)),
      identity: `${release.subject}\n`,
      'trusted_root.json': readFileSync(company.root),
      ...files,
    };
    for (const [file, bytes] of Object.entries(all))
      writeFileSync(join(folder, file), bytes);
    return folder;
  }

  const attestation = (
    predicateType: string,
    predicate?: object,
  ): SignableContent => ({
    type: 'dsse',
    payload: statement(predicateType, predicate),
  });

  const verifyBundle = (folder: string, artifact: string, ...args: string[]) =>
    ct([
      ...['conformance', 'verify-bundle'],
      ...['--bundle', join(folder, 'bundle.sigstore.json')],
      ...args,
      artifact,
    ]);

  describe('verify-bundle', () => {
    it('accepts by file and by digest', async () => {
      const folder = put('happy');
      for (const artifact of [join(suite(), 'a.txt'), digest]) {
        const { code, output } = await verifyBundle(
          folder,
          artifact,
          ...company.identity,
        );
        expect(output).toContain('trusted: accepted.');
        expect(code).toBe(0);
      }
    });

    it('takes for a path what is no digest', async () => {
      const folder = put('happy');
      for (const artifact of [
        digest.toUpperCase(),
        digest.slice(0, -1),
        digest.slice(7),
      ]) {
        const { code, output } = await verifyBundle(
          folder,
          artifact,
          ...company.identity,
        );
        expect(output).toContain('artifact-not-found');
        expect(code).toBe(3);
      }
    });

    it('takes a file for a file, whatever its name', async () => {
      const folder = put('happy');
      const cwd = process.cwd();
      process.chdir(company.folder);
      try {
        writeFileSync(digest, 'another content');
        expect(
          (await verifyBundle(folder, digest, ...company.identity)).code,
        ).toBe(1);
      } finally {
        process.chdir(cwd);
      }
    });

    it.each([
      ['another digest', `sha256:${'0'.repeat(64)}`, 'subject-mismatch'],
      ['another file', __filename, 'subject-mismatch'],
    ])('refuses %s', async (_, artifact, reason) => {
      const { code, output } = await verifyBundle(
        put('happy'),
        artifact,
        ...company.identity,
      );
      expect(output).toContain(reason);
      expect(code).toBe(1);
    });

    it.each(['with', 'without'])('knows managed keys, %s a root', async way => {
      const signer = { type: 'key', keys: company.keys } as const;
      const folder = put(
        'managed',
        {},
        { signer, ...(way === 'without' && { logEntry: 'none' }) },
      );
      const root = way === 'with' ? ['--trusted-root', company.root] : [];
      const other = company.file('other.pub', publicKeyPem(generateKeyPair()));
      const code = async (key: string) =>
        (await verifyBundle(folder, digest, '--key', key, ...root)).code;
      expect(await code(company.key)).toBe(0);
      expect(await code(other)).toBe(1);
    });

    it.each([
      [
        'key and identity',
        [
          '--key',
          'k',
          '--certificate-identity',
          'x',
          '--certificate-oidc-issuer',
          'y',
        ],
      ],
      ['nobody', []],
      [
        'staging',
        [
          '--staging',
          '--certificate-identity',
          'x',
          '--certificate-oidc-issuer',
          'y',
        ],
      ],
      ['a policy', ['--policy', 'x']],
    ])('does not take %s', async (_, args) => {
      expect((await verifyBundle(put('happy'), digest, ...args)).code).toBe(64);
    });

    it('needs a bundle', async () => {
      const { code, words } = await ct([
        'conformance',
        'verify-bundle',
        '--key',
        company.key,
        digest,
      ]);
      expect(words).toContain('--bundle is missing');
      expect(code).toBe(64);
    });

    it('does not ask what a statement says; verify does', async () => {
      const folder = put(
        'any',
        {},
        {},
        attestation('https://example.com/anything/v1'),
      );
      expect(
        (await verifyBundle(folder, digest, ...company.identity)).code,
      ).toBe(0);
      const { code, output } = await ct([
        ...[
          'verify',
          join(suite(), 'a.txt'),
          '--bundle',
          join(folder, 'bundle.sigstore.json'),
        ],
        ...company.identity,
      ]);
      expect(output).toContain('(attestation-missing)');
      expect(code).toBe(1);
    });
  });

  describe('S2.3 a statement that disagrees with its certificate', () => {
    const lie = () =>
      attestation(predicateTypes.slsaProvenance, {
        buildDefinition: {
          buildType: 'https://actions.github.io/buildtypes/workflow/v1',
          externalParameters: {
            workflow: {
              repository: 'https://github.com/other/repository',
              ref: 'refs/heads/main',
              path: '.github/workflows/release.yml',
            },
          },
          resolvedDependencies: [
            {
              uri: 'git+https://github.com/other/repository@refs/heads/main',
              digest: { gitCommit: '0'.repeat(40) },
            },
          ],
        },
        runDetails: {
          builder: { id: 'https://github.com/actions/runner/github-hosted' },
        },
      });

    it('is set apart with a word about it; verify refuses it', async () => {
      const folder = put('disagrees', {}, {}, lie());
      const { code, words } = await verifyBundle(
        folder,
        digest,
        ...company.identity,
      );
      expect(words).toContain('verify refuses it');
      expect(code).toBe(0);
      const args = [
        'verify',
        join(suite(), 'a.txt'),
        '--bundle',
        join(folder, 'bundle.sigstore.json'),
      ];
      const verified = await ct([...args, ...company.identity]);
      expect(verified.output).toContain('(claims-disagree)');
      expect(verified.code).toBe(1);
    });

    it('is set apart for the named signer only, and for the artifact', async () => {
      const folder = put('disagrees', {}, {}, lie());
      const stranger = company.identity.with(1, 'https://github.com/evil');
      expect((await verifyBundle(folder, digest, ...stranger)).code).toBe(1);
      expect(
        (
          await verifyBundle(
            folder,
            `sha256:${'0'.repeat(64)}`,
            ...company.identity,
          )
        ).code,
      ).toBe(1);
    });
  });

  describe('run', () => {
    it('says of each case whether it ends as its name says', async () => {
      const folder = suite();
      put('happy');
      put('wrong-identity_fail', { identity: 'somebody else' });
      put('wrong-artifact_fail', { artifact: 'something else' });
      put('broken-root_fail', { 'trusted_root.json': '{}' });
      const signer = { type: 'key', keys: company.keys } as const;
      put('managed-key', { 'key.pub': readFileSync(company.key) }, { signer });
      put(
        'managed-key-and-client-identity_fail',
        { 'key.pub': readFileSync(company.key) },
        { signer },
      );
      put('own-artifact', { artifact: content });
      put('must-fail-but-does-not_fail');
      put('must-pass-but-does-not', { issuer: 'https://example.com' });
      const names = [
        'any',
        'broken-root_fail',
        'disagrees',
        'happy',
        'managed',
        'managed-key',
        'managed-key-and-client-identity_fail',
        'must-fail-but-does-not_fail',
        'must-pass-but-does-not',
        'own-artifact',
        'wrong-artifact_fail',
        'wrong-identity_fail',
      ];
      const { code, output } = await ct(['conformance', 'run', folder]);
      const lines = output
        .trimEnd()
        .split('\n')
        .filter(line => !/ (any|disagrees|managed)( |$)/.test(line));
      expect(lines).toEqual(
        names
          .filter(name => !['any', 'disagrees', 'managed'].includes(name))
          .map(name => {
            if (name === 'must-fail-but-does-not_fail')
              return `BAD ${name} trusted: accepted`;
            if (name === 'must-pass-but-does-not')
              return `BAD ${name} untrusted: signer-not-accepted`;
            return `ok ${name}`;
          }),
      );
      expect(code).toBe(1);
    });

    it('ends well where every case does', async () => {
      const folder = join(company.folder, 'small');
      mkdirSync(folder);
      writeFileSync(join(folder, 'a.txt'), content);
      cpSync(put('happy'), join(folder, 'happy'), { recursive: true });
      expect(await ct(['conformance', 'run', folder])).toEqual({
        code: 0,
        output: 'ok happy\n',
        words: '',
      });
    });

    it('does not call an empty folder a suite that passed', async () => {
      const empty = join(company.folder, 'empty');
      mkdirSync(empty);
      expect((await ct(['conformance', 'run', empty])).code).toBe(64);
      expect(
        (await ct(['conformance', 'run', join(empty, 'absent')])).code,
      ).toBe(64);
      expect((await ct(['conformance', 'run'])).code).toBe(64);
    });

    const cases = join(corpusFolder() ?? '', 'sigstore-bundles');
    const real = existsSync(cases) ? it : it.skip;
    real(
      'passes the cases of the public suite (skipped without SANDBOX_CORPUS)',
      async () => {
        const { code, output } = await ct(['conformance', 'run', cases], {
          now: () => new Date('2026-11-20T12:00:00Z'),
        });
        expect(
          output
            .split('\n')
            .filter(line => !line.startsWith('ok ') && line !== ''),
        ).toEqual([]);
        expect(code).toBe(0);
      },
      60_000,
    );

    real(
      'passes them by digest too (skipped without SANDBOX_CORPUS)',
      async () => {
        const artifact = readFileSync(join(cases, 'a.txt'));
        const hash = createHash('sha256').update(artifact).digest('hex');
        const { code } = await ct(
          [
            ...[
              'conformance',
              'verify-bundle',
              '--bundle',
              join(cases, 'happy-path-v0.3', 'bundle.sigstore.json'),
            ],
            ...[
              '--certificate-identity',
              'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
            ],
            ...[
              '--certificate-oidc-issuer',
              'https://token.actions.githubusercontent.com',
              `sha256:${hash}`,
            ],
          ],
          { now: () => new Date('2026-11-20T12:00:00Z') },
        );
        expect(code).toBe(0);
      },
    );
  });

  it.each([[[]], [['verify']], [['sign-bundle', '--identity-token', 'x']]])(
    'knows no %j',
    async args => {
      expect((await ct(['conformance', ...args])).code).toBe(64);
    },
  );
});
