import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { parse } from 'yaml';
import {
  EXPECTED_ANNOTATION,
  parseExpectation,
  startWorld,
  type World,
  type WorldOptions,
} from '.';

const clock = { now: () => new Date('2026-11-20T09:00:00Z') };
const worlds: World[] = [];
const folders: string[] = [];

async function start(options: WorldOptions = {}) {
  const world = await startWorld({ clock, corpus: false, ...options });
  worlds.push(world);
  return world;
}

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await Promise.all(worlds.splice(0).map(world => world.close()));
  await Promise.all(
    folders.splice(0).map(folder => rm(folder, { recursive: true })),
  );
});

const annotationsOf = (world: World) =>
  world.entities.map(entity => ({
    ref: stringifyEntityRef(entity),
    artifacts: entity.metadata.annotations?.[ARTIFACTS_ANNOTATION],
    expected: entity.metadata.annotations?.[EXPECTED_ANNOTATION],
  }));

function imagesOf(world: World) {
  return world.registry.store
    .list()
    .flatMap(repository =>
      [...repository.tags]
        .filter(([tag]) => !tag.startsWith('sha256-'))
        .map(([tag, digest]) => `${repository.name}:${tag}@${digest}`),
    );
}

describe('startWorld', () => {
  it('has every case of the scenarios as an entity, and more good ones than others', async () => {
    const world = await start();
    const expectations = annotationsOf(world).flatMap(({ expected }) =>
      expected === undefined ? [] : [parseExpectation(expected)].flat(),
    );
    const lines = expectations.map(e =>
      [e.verdict, e.code, ...e.also].join(' '),
    );

    expect(new Set(lines)).toEqual(
      new Set([
        'trusted accepted',
        'trusted accepted stale',
        'untrusted signer-not-accepted',
        'untrusted ref-not-accepted',
        'untrusted unknown-authority',
        'untrusted wrong-authority',
        'untrusted certificate-not-valid-at-signing',
        'untrusted signature-invalid',
        'untrusted subject-mismatch',
        'untrusted signer-kind-not-accepted',
        'untrusted no-rule',
        'untrusted kind-mismatch',
        'unsigned nothing-found',
        'unsigned nothing-found tag-moved',
        'inconclusive registry-unreachable',
        'inconclusive host-not-allowed',
        'inconclusive annotation-invalid',
        'inconclusive artifact-not-found',
      ]),
    );
    const usages = annotationsOf(world).flatMap(({ artifacts, expected }) => {
      if (!artifacts || expected !== 'trusted accepted') return [];
      return parse(artifacts);
    });
    expect(usages.length).toBeGreaterThan(lines.length - usages.length);
  });

  it('serves every artifact that is expected to be looked at', async () => {
    const world = await start();
    for (const { ref, artifacts, expected } of annotationsOf(world)) {
      if (!artifacts || expected?.startsWith('inconclusive')) continue;
      for (const { reference } of parse(artifacts)) {
        const url = reference.startsWith('http')
          ? reference
          : `http://${reference
              .replace('/', '/v2/')
              .replace(/:([^:/]+)$/, '/manifests/$1')}`;
        expect([ref, (await fetch(url)).status]).toEqual([ref, 200]);
      }
    }
  });

  it('has the same images on every start, and other signatures', async () => {
    const one = await start();
    const other = await start();
    expect(imagesOf(one)).toEqual(imagesOf(other));
    expect(one.authorities).not.toEqual(other.authorities);
  });

  it('names three authorities, none of them the stranger', async () => {
    const world = await start();
    expect(world.authorities.map(({ name }) => name)).toEqual([
      'acme-sigstore',
      'partner-sigstore',
      'acme-platform-key',
    ]);
    const { rekor } = world.sigstores.stranger;
    expect(JSON.stringify(world.authorities)).not.toContain(rekor.host);
  });

  it('moves a tag and takes a registry down when its acts are played, once', async () => {
    const world = await start();
    const [moved, down] = world.acts;
    const url = `http://${world.registry.host}/v2/${moved.repository}/manifests/1.4.0`;
    const before = (await fetch(url)).headers.get('docker-content-digest');
    await moved.run();
    const after = (await fetch(url)).headers.get('docker-content-digest');
    await moved.run();

    expect(after).not.toBe(before);
    expect(moved.played).toBe(true);
    expect(down.played).toBe(false);
    await down.run();
    await expect(
      fetch(`http://${world.registry.host}/v2/${down.repository}/tags/list`),
    ).rejects.toThrow();
  });

  it('is the same world after a restart on its data folder', async () => {
    const dataFolder = await temporaryFolder();
    const first = await start({ dataFolder });
    await first.acts[0].run();
    first.files.put('acme-pay/pushed-later.txt', Buffer.from('later'));
    const images = imagesOf(first);
    await worlds.pop()!.close();

    const again = await start({ dataFolder });
    expect(again.authorities).toEqual(first.authorities);
    expect(imagesOf(again)).toEqual(images);
    expect(again.acts.map(act => act.played)).toEqual([true, false]);
    expect([...again.files.files.keys()]).toContain(
      'acme-pay/pushed-later.txt',
    );
    for (const repository of again.registry.store.list()) {
      const before = first.registry.repository(repository.name);
      expect(repository.referrersApi).toBe(before.referrersApi);
      expect([...repository.manifests.keys()]).toEqual([
        ...before.manifests.keys(),
      ]);
    }
    expect(again.registry.faults.toJSON()).toEqual(
      first.registry.faults.toJSON(),
    );
  });

  it('keeps its private keys to the owner of the data folder', async () => {
    const dataFolder = await temporaryFolder();
    await start({ dataFolder });
    const { mode } = await stat(join(dataFolder, 'world.json'));
    expect(mode % 0o1000).toBe(0o600);
    expect(await readFile(join(dataFolder, 'world.json'), 'utf8')).toContain(
      'PRIVATE KEY',
    );
  });

  it('ends the registry where the port of the files is taken', async () => {
    const first = await start();
    const filesPort = Number(first.files.host.split(':')[1]);
    await expect(
      startWorld({ clock, filesPort, corpus: false }),
    ).rejects.toThrow(/sandbox\.filesPort/);
  });
});

describe('parseExpectation', () => {
  it('reads one line, or one for each artifact', () => {
    expect(parseExpectation('trusted accepted stale')).toEqual({
      verdict: 'trusted',
      code: 'accepted',
      also: ['stale'],
    });
    expect(
      parseExpectation('- untrusted no-rule\n- unsigned nothing-found\n'),
    ).toHaveLength(2);
  });

  it.each(['untrusted no-rule', 'untrusted/no-rule', ' untrusted, no-rule '])(
    'reads %j, however its words are separated',
    text => {
      expect(parseExpectation(text)).toEqual({
        verdict: 'untrusted',
        code: 'no-rule',
        also: [],
      });
    },
  );

  it('takes a verdict alone', () => {
    expect(parseExpectation('trusted')).toEqual({
      verdict: 'trusted',
      also: [],
    });
  });

  it.each(['maybe accepted', 'trusted fine', '{}', '[1]'])(
    'refuses %s',
    text => {
      expect(() => parseExpectation(text)).toThrow();
    },
  );
});
