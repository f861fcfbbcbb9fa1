import { sign as signBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  judge,
  type AcceptanceRule,
  type Collection,
  type MaterialSource,
  type Requirement,
} from '@countersign/domain';
import {
  attest,
  digestOf,
  mediaTypes,
  publicKeyPem,
  signFile,
  signImage,
  type Fault,
  type FaultTable,
  type Repository,
} from '@countersign/sandbox';
import { acme, keys, now, release, sigstore } from '../__testUtils__/minted';
import { outcomeOf, Servers } from '../__testUtils__/servers';
import type { Reference } from '../reference';
import { keyAuthority } from '../trust';
import { verifyMaterial } from '../verification/verifyMaterial';
import type { Material } from './Material';

type Row = [MaterialSource, string, string, string, string, string?];

/** What is expected stands in the one table that the judge is held to as well. */
const tables: { sources: { repository: Row[]; file: Row[] } } = JSON.parse(
  readFileSync(
    resolve(__dirname, '../../../domain/src/testing/truthTables.json'),
    'utf8',
  ),
);

const signing = {
  sigstore,
  signer: { type: 'certificate' as const, identity: release },
};
const platform = keyAuthority('platform', publicKeyPem(keys));
const scan = {
  predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
  predicate: {
    scanner: { uri: 'trivy', result: { SchemaVersion: 2, Results: [] } },
  },
};

const brokenScan = { predicate: { scanner: { uri: 'trivy', result: [] } } };

const faults: Record<string, Fault> = {
  401: { kind: 'status', status: 401 },
  403: { kind: 'status', status: 403 },
  404: { kind: 'status', status: 404 },
  429: { kind: 'status', status: 429, retryAfterSeconds: 0 },
  '5xx': { kind: 'status', status: 503 },
  truncated: { kind: 'truncated' },
  'over limit': { kind: 'endless' },
};

/** Only this one place answers so, whatever its name has in common with others. */
function failAt(table: FaultTable, place: string, answer: string) {
  jest
    .spyOn(table, 'find')
    .mockImplementation((_, path) =>
      path.endsWith(place) ? faults[answer] : undefined,
    );
}

let servers: Servers;

beforeEach(async () => {
  servers = await Servers.start();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await servers.close();
});

/** What the real client says of a place, and the verdict that follows with real verification. */
async function lookAndJudge(
  reference: Reference,
  subject: Collection['subject'],
  source: MaterialSource,
  requirements?: Requirement[],
) {
  const { collection, materials } = await servers
    .client({
      manifestBytes: 64 * 1024,
      materialBytes: 64 * 1024,
      fileBytes: 64 * 1024,
    })
    .collect(reference, subject);
  return {
    seen: seenAt(collection, source),
    verdict: verdictOn(reference, collection, materials, requirements),
  };
}

function seenAt(collection: Collection, source: MaterialSource) {
  const outcome = outcomeOf(collection, source);
  return outcome?.status === 'failed'
    ? `failed ${outcome.cause.code} ${outcome.cause.origin}`
    : outcome?.status;
}

function verdictOn(
  reference: Reference,
  collection: Collection,
  materials: Material[],
  requirements: Requirement[] | undefined,
) {
  const { subject } = collection;
  const rule: AcceptanceRule = {
    name: 'release',
    references: ['**'],
    mode: 'enforce',
    signers: [
      {
        authority: 'acme',
        issuer: release.issuer,
        subject: release.subject,
      },
      { key: 'platform' },
    ],
    ...(requirements && { requirements }),
  };
  const { verdict, reason, origin } = judge({
    usage: {
      entityRef: 'component:default/payments',
      kind: 'container-image',
      repository: reference.repository,
      reference: reference.repository,
      digest: subject,
    },
    resolution: { status: 'resolved', at: now.toISOString() },
    collections: [collection],
    evidence: materials.flatMap(material =>
      [acme, platform].map(authority =>
        verifyMaterial(material, { subject, authority, now }),
      ),
    ),
    acceptedBefore: [],
    registry: { version: 1, rules: [rule] },
    authorities: [acme, platform].map(({ name, kind, digest }) => ({
      name,
      kind,
      status: 'loaded',
      digest,
    })),
    settings: {
      environments: [],
      intervalMs: 3_600_000,
      maximumAgeMs: 86_400_000,
    },
    now: now.toISOString(),
  });
  return [verdict, reason.code, origin].filter(Boolean).join(' ');
}

describe('S1.2 S4.4 S5 what each place of a repository answers', () => {
  /** Puts a good signature into one place. */
  function sign(source: MaterialSource) {
    const { repository, subject } = servers;
    const where = { repository, subject, ...signing };
    switch (source) {
      case 'referrers-api':
        return signImage({ ...where, layout: 'referrer' });
      case 'referrers-tag':
        repository.referrersApi = false;
        return signImage({ ...where, layout: 'referrers-tag' });
      case 'cosign-att-tag':
        return attest({
          ...where,
          predicateType: 'https://sigstore.dev/cosign/sign/v1',
          predicate: {},
        });
      default:
        return signImage(where);
    }
  }

  function empty(source: MaterialSource, repository: Repository) {
    const { subject } = servers;
    const tag = subject.replace(':', '-');
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.manifest };
    switch (source) {
      case 'subject':
        repository.manifests.set(subject, {
          mediaType: mediaTypes.manifest,
          bytes: Buffer.alloc(0),
        });
        break;
      case 'referrers-tag':
        repository.putManifest(
          { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] },
          { tag },
        );
        break;
      case 'cosign-sig-tag':
      case 'cosign-att-tag':
        repository.putManifest(
          {
            ...manifest,
            config: repository.putBlob(Buffer.from('{}'), mediaTypes.config),
            layers: [],
          },
          { tag: `${tag}.${source === 'cosign-sig-tag' ? 'sig' : 'att'}` },
        );
        break;
      default:
      // A registry lists no referrers where there are none.
    }
  }

  function placeOf(source: MaterialSource): string {
    const { subject } = servers;
    const tag = `/manifests/${subject.replace(':', '-')}`;
    const places: Partial<Record<MaterialSource, string>> = {
      subject: `/manifests/${subject}`,
      'referrers-api': `/referrers/${subject}`,
      'referrers-tag': tag,
      'cosign-sig-tag': `${tag}.sig`,
      'cosign-att-tag': `${tag}.att`,
    };
    return places[source] ?? '';
  }

  /** The place as the row says; where it fails, it would have had something. */
  function prepare(source: MaterialSource, answer: string) {
    if (answer === 'empty') empty(source, servers.repository);
    else if (source !== 'subject') sign(source);
    if (faults[answer])
      failAt(servers.registry.faults, placeOf(source), answer);
  }

  const look = (source: MaterialSource, requirements?: Requirement[]) =>
    lookAndJudge(servers.image(), servers.subject, source, requirements);

  const elsewhere = (source: MaterialSource): MaterialSource =>
    source === 'cosign-sig-tag' ? 'referrers-api' : 'cosign-sig-tag';

  it.each(tables.sources.repository)(
    '%s answers %s: %s',
    async (source, answer, seen, alone) => {
      prepare(source, answer);
      expect(await look(source)).toEqual({ seen, verdict: alone });
    },
  );

  it.each(tables.sources.repository)(
    'with a good signature elsewhere, %s answers %s: %s',
    async (source, answer, seen, _, beside) => {
      sign(elsewhere(source));
      prepare(source, answer);
      expect(await look(source)).toEqual({ seen, verdict: beside });
    },
  );

  it.each(tables.sources.repository)(
    'with a good signature and a clean scan elsewhere, %s answers %s: %s',
    async (source, answer, seen, _, __, newest) => {
      const { repository, subject } = servers;
      sign(elsewhere(source));
      attest({
        repository,
        subject,
        ...signing,
        ...scan,
        layout: source === 'cosign-att-tag' ? 'referrer' : 'cosign-tag',
      });
      prepare(source, answer);
      const requirements: Requirement[] = [
        { type: 'signature' },
        { type: 'scan', maximum: { critical: 0 } },
      ];
      expect(await look(source, requirements)).toEqual({
        seen,
        verdict: newest,
      });
    },
  );

  it.each([
    ['after', ['clean', 'broken']],
    ['before', ['broken', 'clean']],
  ])(
    'S4.2 a scan that nobody can read hides %s no clean one',
    async (_, scans) => {
      const { repository, subject } = servers;
      const where = { repository, subject, ...signing };
      sign('cosign-sig-tag');
      for (const one of scans)
        attest({ ...where, ...scan, ...(one === 'broken' && brokenScan) });
      expect(
        await look('cosign-att-tag', [{ type: 'signature' }, { type: 'scan' }]),
      ).toEqual({
        seen: 'complete',
        verdict: 'inconclusive malformed material',
      });
      // S4.1: it takes nothing from the signature.
      expect(await look('cosign-att-tag')).toMatchObject({
        verdict: 'trusted accepted',
      });
    },
  );
});

describe('S1.2 S4.4 S5 what each place beside a file answers', () => {
  const path = 'vpc/v4.tgz';
  const bytes = Buffer.from('a release');
  const subject = digestOf(bytes) as Collection['subject'];
  const places: Partial<Record<MaterialSource, string>> = {
    subject: path,
    'bundle-file': `${path}.sigstore.json`,
    'signature-file': `${path}.sig`,
  };

  beforeEach(() => {
    servers.files.put(path, bytes);
  });

  /** Puts a good signature into one place. */
  function sign(source: MaterialSource) {
    const { files } = servers;
    if (source === 'bundle-file') {
      signFile({ server: files, path, ...signing });
    } else {
      const signature = signBytes('sha256', bytes, keys.privateKey);
      files.put(`${path}.sig`, Buffer.from(signature.toString('base64')));
    }
  }

  function prepare(source: MaterialSource, answer: string) {
    const { files } = servers;
    const place = places[source] ?? '';
    if (source !== 'subject') sign(source);
    if (answer === 'empty') files.put(place, Buffer.alloc(0));
    if (faults[answer]) failAt(files.faults, `/${place}`, answer);
  }

  const look = (source: MaterialSource) =>
    lookAndJudge(servers.file(path), subject, source);

  it.each(tables.sources.file)(
    '%s answers %s: %s',
    async (source, answer, seen, alone) => {
      prepare(source, answer);
      expect(await look(source)).toEqual({ seen, verdict: alone });
    },
  );

  it.each(tables.sources.file)(
    'with a good signature elsewhere, %s answers %s: %s',
    async (source, answer, seen, _, beside) => {
      sign(source === 'bundle-file' ? 'signature-file' : 'bundle-file');
      prepare(source, answer);
      expect(await look(source)).toEqual({ seen, verdict: beside });
    },
  );
});
