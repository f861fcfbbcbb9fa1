import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { artifactKinds } from '@countersign/domain';
import { publicKeyPem, startWorld, type World } from '@countersign/sandbox';
import { parse } from 'yaml';
import { ct } from '../__testUtils__/ct';
import type { Report } from '../output';

const page = readFileSync(
  resolve(__dirname, '../../../../docs/artifact-kinds.md'),
  'utf8',
);

const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    match => match[1],
  );

interface Item {
  reference: string;
  kind: string;
}

const items = blocks('yaml').flatMap(text => parse(text) as Item[]);
const commands = blocks('sh').map(text => text.replace(/\\\n/g, ' ').trim());
const good = commands.slice(0, -1);
const now = new Date('2026-11-20T09:00:00Z');

describe('docs/artifact-kinds.md', () => {
  let world: World;
  let folder: string;

  beforeAll(async () => {
    world = await startWorld({ clock: { now: () => now }, corpus: false });
    folder = mkdtempSync(join(tmpdir(), 'countersign-kinds-'));
    const root = JSON.stringify(world.sigstores.acme.trustedRoot());
    writeFileSync(join(folder, 'root.json'), root);
    writeFileSync(
      join(folder, 'acme-platform.pub'),
      publicKeyPem(world.keys.platform),
    );
  });

  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const here = (text: string) =>
    text
      .replaceAll(
        'https://files.acme-pay.example',
        `http://${world.files.host}`,
      )
      .replaceAll('registry.acme-pay.example', world.registry.host)
      .replaceAll('acme-platform.pub', join(folder, 'acme-platform.pub'));

  const run = (command: string, ...more: string[]) => {
    const [, ...args] = here(command).split(/\s+/);
    const root = ['--trusted-root', join(folder, 'root.json')];
    return ct([...args, ...root, ...more], { now: () => now });
  };

  it('speaks of every kind, with an item and a command for the same artifact', () => {
    expect(items.map(({ kind }) => kind).sort()).toEqual(
      [...artifactKinds].sort(),
    );
    expect(good).toHaveLength(items.length);
    for (const [i, { reference, kind }] of items.entries())
      expect(good[i]).toContain(`ct verify ${reference} --kind ${kind} `);
  });

  it('writes in the items what the entity of the sandbox has', () => {
    const { metadata } = world.entities.find(
      entity => entity.metadata.name === 'platform-artifacts',
    )!;
    const annotation = metadata.annotations!['countersign.dev/artifacts'];
    const declared = (parse(annotation) as Item[]).map(
      ({ reference, kind }) => `${kind} ${reference}`,
    );
    expect(declared.sort()).toEqual(
      items.map(({ kind, reference }) => `${kind} ${here(reference)}`).sort(),
    );
  });

  it.each(good)('S3.1 %.90s', async command => {
    const [, kind] = /--kind (\S+)/.exec(command)!;
    const { output, code } = await run(command, '--json');
    const report: Report = JSON.parse(output);
    expect(report.reason.code).toBe('accepted');
    expect(report.kinds).toContain(kind);
    expect(code).toBe(0);
  });

  it.each(good)('S3.1 and as something else: %.90s', async command => {
    const [, kind] = /--kind (\S+)/.exec(command)!;
    const other = kind === 'firmware' ? 'sbom' : 'firmware';
    const wrong = command.replace(`--kind ${kind}`, `--kind ${other}`);
    const { output, code } = await run(wrong, '--json');
    expect(JSON.parse(output)).toMatchObject({
      verdict: 'untrusted',
      reason: { code: 'kind-mismatch' },
    });
    expect(code).toBe(1);
  });

  it('S3.1 shows what the bytes are of what is called something else', async () => {
    const { output, code } = await run(commands[commands.length - 1]);
    const [expected] = blocks('text');
    expect(output.startsWith(here(expected))).toBe(true);
    expect(code).toBe(1);
  });

  it('S3.1 takes for what its bytes are what nobody calls anything', async () => {
    for (const command of commands) {
      const { code } = await run(command.replace(/--kind \S+ /, ''));
      expect([command, code]).toEqual([command, 0]);
    }
  });

  it('is found from the index', () => {
    const index = resolve(__dirname, '../../../../docs/README.md');
    expect(readFileSync(index, 'utf8')).toContain('(artifact-kinds.md)');
  });
});
