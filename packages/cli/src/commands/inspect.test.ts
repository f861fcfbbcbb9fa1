import { visibleText } from '@countersign/domain';
import { pushImage, signImage } from '@countersign/sandbox';
import { Company, release } from '../__testUtils__/Company';
import { ct } from '../__testUtils__/ct';
import type { Inspection } from '../output';

describe('ct inspect', () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.start();
  });
  afterAll(() => company.close());

  const inspect = (...args: string[]) => ct(['inspect', ...args]);

  it('says who signed, and never whether they may', async () => {
    const { reference, digest } = company.image('payments');
    const root = ['--trusted-root', company.root];
    const { code, output } = await inspect(reference, ...root);
    expect(output).toContain(`1 signature found: ${reference}\n`);
    expect(output).toContain(`digest  ${digest}\n`);
    expect(output).toContain('standing   proven by trusted-root\n');
    expect(output).toContain(`${release.subject}\n`);
    expect(output).not.toMatch(/\btrusted\b(?!-root)/i);
    expect(code).toBe(0);
    const json = await inspect(reference, ...root, '--json');
    const inspection: Inspection = JSON.parse(json.output);
    expect(inspection).toMatchObject({
      version: 1,
      command: 'inspect',
      reference,
      digest,
      signatures: [{ isProven: true, authority: 'trusted-root' }],
    });
    expect(inspection).not.toHaveProperty('verdict');
  });

  it('calls what nobody proved the word of the signature', async () => {
    const { reference } = company.image('payments');
    const { output, code } = await inspect(reference);
    expect(output).toContain('standing  not proven by public-good: ');
    expect(output).toContain('(unknown-authority)\n');
    expect(output).toContain('it says   GitHub Actions');
    expect(output).not.toContain('proven by public-good\n');
    expect(code).toBe(0);
  });

  it('knows a key that it is given', async () => {
    const signer = { type: 'key', keys: company.keys } as const;
    const { reference } = company.image('by-key', { signer });
    const { output } = await inspect(reference, '--key', company.key);
    expect(output).toContain('standing  proven by key\n');
    expect(output).toMatch(/fingerprint sha256:[0-9a-f]{64}\n/);
  });

  it('says that nothing was found, and what was not seen', async () => {
    const { reference } = company.image('plain', 'unsigned');
    expect((await inspect(reference)).output).toMatch(/^0 signatures found/);
    company.registry.setFault('acme/plain', {
      kind: 'status',
      status: 500,
      on: '.att',
    });
    const { output, code } = await inspect(reference);
    expect(output).toContain('not seen  cosign-att-tag: ');
    expect(code).toBe(3);
  }, 30_000);

  it('S1.2 says what was not seen of the children of an index', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const { reference } = company.image('outage', 'unsigned', platforms);
    const repository = company.registry.repository('acme/outage');
    const index = JSON.parse(String(repository.resolve('v1')?.bytes));
    const child: string = index.manifests[1].digest;
    company.registry.setFault('acme/outage', {
      kind: 'status',
      status: 503,
      on: child.slice('sha256:'.length),
    });
    const { output, code } = await inspect(reference);
    expect(output).toMatch(
      new RegExp(`not seen {2}referrers-api of ${child}: .*503`),
    );
    expect(code).toBe(3);
    const json = await inspect(reference, '--json');
    expect((JSON.parse(json.output) as Inspection).sources).toContainEqual(
      expect.objectContaining({ subject: child, status: 'failed' }),
    );
  }, 30_000);

  it('S5.2 could not look', async () => {
    const { output, code } = await inspect(
      `${company.registry.host}/acme/absent:v1`,
    );
    expect(output).toContain('(artifact-not-found)');
    expect(code).toBe(3);
  });

  it('shows what a stranger wrote, and obeys none of it', async () => {
    const repository = company.registry.repository('acme/hostile');
    const { digest } = pushImage(repository, { tag: 'v1' });
    const subject = '\u001b[2J::set-output name=x::\u202e##[warning]\u009b31m';
    const identity = { ...release, subject, claims: {} };
    signImage({
      repository,
      subject: digest,
      sigstore: company.sigstore,
      signer: { type: 'certificate', identity },
    });
    const args = [
      `${company.registry.host}/acme/hostile:v1`,
      ...['--trusted-root', company.root],
    ];
    const { output } = await inspect(...args);
    expect(output).toContain('\\u{1b}[2J::set-output name=x::\\u{202e}');
    // Line breaks are ours; every other character that draws nothing is written out.
    expect(visibleText(output.replace(/\n/g, ''), 100_000)).toBe(
      output.replace(/\n/g, ''),
    );
    expect(output).not.toContain('##[');
    const json = await inspect(...args, '--json');
    expect(json.output).toMatch(/^[\x20-\x7e\n]*$/);
    expect(json.output).not.toContain('##[');
    const [signature] = (JSON.parse(json.output) as Inspection).signatures;
    expect(signature.signer).toMatchObject({ subject });
  });

  it.each([
    ['an identity', ['--certificate-identity', 'x']],
    ['a policy', ['--policy', 'x']],
    ['nothing', []],
  ])('does not take %s', async (what, args) => {
    const name = what === 'nothing' ? [] : ['ghcr.io/acme/a'];
    expect((await inspect(...name, ...args)).code).toBe(64);
  });
});
