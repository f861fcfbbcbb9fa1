/** The truth tables as the judge's input. What is expected stands in the tables, by clause, and is not computed. */
import type { JudgeInput } from '../judge';
import type { Cause } from '../records/cause';
import type {
  Collection,
  IndexChild,
  MaterialSource,
  SourceReport,
} from '../records/collection';
import type { Digest } from '../records/digest';
import type { Evidence, Proofs } from '../records/evidence';
import type { Judgement } from '../records/verdict';
import type { DistrustEntry } from '../registry/distrust';
import type { AcceptanceRule } from '../registry/rule';
import {
  ago,
  cause,
  collection,
  digest,
  failed,
  failure,
  hour,
  identity,
  input,
  proven,
  releaseRule,
  releaseWorkflow,
  scanned,
  subject,
} from './judgeInputs';

/** `verdict code origin`, as the tables write it. */
export function inWords({ verdict, reason, origin }: Judgement): string {
  return [verdict, reason.code, origin].filter(Boolean).join(' ');
}

/** The rule that also asks that the newest scan has nothing critical. */
export const scannedRule: AcceptanceRule = {
  ...releaseRule,
  requirements: [
    { type: 'signature' },
    { type: 'scan', maximum: { critical: 0 } },
  ],
};

const stranger = identity({ issuer: 'https://gitlab.com' });

/** One thing of the tables, over one digest: everything that is evidence. */
const things: Record<string, (change: Partial<Evidence>) => Evidence> = {
  good: proven,
  'wrong signer': change => proven({ signer: stranger, ...change }),
  'good of another tag': change =>
    proven({
      signer: identity({ subject: `${releaseWorkflow}@refs/tags/v1.8.1` }),
      ...change,
    }),
  undated: change =>
    proven({ outcome: { status: 'proven', provenTimes: [] }, ...change }),
  'by key': change =>
    proven({
      authority: 'platform-key',
      authorityDigest: digest('3'),
      signer: { type: 'key', fingerprint: digest('4') },
      ...change,
    }),
  'broken proof': change => failed('log-proof-invalid', change),
  unsupported: change => failed('unsupported-format', change),
  clean: change => scanned(0, 1, change),
  critical: change => scanned(1, 1, change),
  'old clean': change => scanned(0, 9, change),
  'old critical': change => scanned(1, 9, change),
};

export function thing(name: string, change: Partial<Evidence> = {}): Evidence {
  return things[name](change);
}

/** Digests that differ, by a number. */
export function numbered(number: number): Digest {
  return `sha256:${number.toString(16).padStart(64, '0')}`;
}

/** The look at one source, as a table writes it: `complete`, `absent`, `limited`, `failed <code> <origin>`. */
export function reportOf(source: MaterialSource, seen: string): SourceReport {
  const [status, code, origin] = seen.split(' ');
  switch (status) {
    case 'failed':
      return failure(
        source,
        cause(code as Cause['code'], origin as 'material'),
      );
    case 'limited':
      return { source, status: 'limited', limit: 'a limit' };
    default:
      return { source, status: status as 'complete' | 'absent' };
  }
}

/** Things in an order, the outage among them, under one rule. */
export function combination(names: string[], rule: AcceptanceRule): JudgeInput {
  const evidence = names
    .flatMap(name => (name === 'scans' ? ['old clean', 'critical'] : [name]))
    .filter(name => name !== 'outage')
    .map((name, i) => thing(name, { material: numbered(i + 1) }));
  const reports = names.includes('outage') ? [failure('cosign-att-tag')] : [];
  return input({
    collections: [
      collection(
        evidence.map(({ material }) => material),
        {},
        reports,
      ),
    ],
    evidence,
    registry: { version: 1, rules: [rule] },
  });
}

/** One row of the table `newest`. */
export interface NewestRow {
  clause: string;
  case: string;
  scans: string[];
  named?: boolean;
  maximumAgeHours?: number;
  expect: string;
}

const attester = identity({
  subject: 'https://github.com/acme/scans/.github/workflows/scan.yml@refs/x',
});
const signers = { signer: identity(), attester, stranger };

export function newestInput(row: NewestRow): JudgeInput {
  const scans = row.scans.map((text, i) => scanOf(text, numbered(i + 1)));
  const evidence = [proven(), ...scans.filter(scan => scan !== undefined)];
  const rule: AcceptanceRule = {
    ...releaseRule,
    requirements: [
      { type: 'signature' },
      {
        type: 'scan',
        maximum: { critical: 0 },
        ...(row.named && {
          signers: [
            {
              authority: 'acme',
              issuer: attester.issuer,
              subject: attester.subject,
            },
          ],
        }),
        ...(row.maximumAgeHours && {
          maximumAgeMs: row.maximumAgeHours * hour,
        }),
      },
    ],
  };
  return input({
    collections: [
      collection([digest('b'), ...row.scans.map((_, i) => numbered(i + 1))]),
    ],
    evidence,
    registry: { version: 1, rules: [rule] },
  });
}

const scanForm =
  /^(clean|critical|unreadable|astray|unverified) (\d+|none) (\w+)(?: claiming (\d+))?$/;

function scanOf(text: string, material: Digest): Evidence | undefined {
  const [, says, hours, by, claimed] = scanForm.exec(text) ?? [];
  if (says === 'unverified') return undefined;
  const signer = signers[by as keyof typeof signers];
  const broken = unreadable({ material, signer });
  if (says === 'unreadable') return broken;
  if (says === 'astray') return { ...broken, proofs: astray(broken.proofs) };
  const scan = scanned(
    says === 'critical' ? 1 : 0,
    hours === 'none' ? undefined : Number(hours),
    { material, signer },
  );
  if (claimed && scan.statement?.role === 'scan' && scan.statement.scan)
    scan.statement.scan.finishedAt = ago(Number(claimed) * hour);
  return scan;
}

/** A scan whose signer and subject are proven, and whose content nobody can read. */
export function unreadable(change: Partial<Evidence>): Evidence {
  const { proofs } = proven();
  const problem = {
    status: 'failed' as const,
    code: 'malformed' as const,
    message: 'the scan cannot be read',
  };
  return proven({
    statement: { role: 'scan' },
    proofs: { ...proofs, claims: problem },
    outcome: problem,
    ...change,
  });
}

/** Nothing proves that it is about this digest: it broke before its subject was read. */
function astray(proofs: Proofs): Proofs {
  return { ...proofs, subject: { status: 'unchecked' } };
}

/** One row of the table `distrust`. */
export interface DistrustRow {
  clause: string;
  case: string;
  holds: string[];
  /** `<who or what> [from <hours ago>]`. */
  distrust: string;
  /** The rule asks for nothing, or nobody asks at all. */
  rule?: 'off' | 'none';
  expect: string;
}

const targets: Record<string, DistrustEntry> = {
  signer: {
    identity: {
      issuer: identity().issuer,
      subject: `${releaseWorkflow}@refs/tags/v1.8.2`,
    },
    reason: 'stolen',
  },
  'signer under acme': {
    identity: {
      authority: 'acme',
      issuer: identity().issuer,
      subject: `${releaseWorkflow}@**`,
    },
    reason: 'stolen',
  },
  'signer under partner': {
    identity: {
      authority: 'partner',
      issuer: identity().issuer,
      subject: `${releaseWorkflow}@**`,
    },
    reason: 'stolen',
  },
  stranger: {
    identity: { issuer: stranger.issuer, subject: '**' },
    reason: 'known for it',
  },
  key: { key: 'platform-key', reason: 'lost' },
  'same key': { key: 'old-platform-key', reason: 'lost' },
  digest: { digest: subject, reason: 'malware' },
  'other digest': { digest: digest('e'), reason: 'malware' },
};

export function distrustInput(row: DistrustRow): JudgeInput {
  const [, target, hours] =
    /^(.+?)(?: from (-?[\d.]+))?$/.exec(row.distrust) ?? [];
  const entry = targets[target];
  const byKey = { ...releaseRule, signers: [{ key: 'platform-key' }] };
  const rule = row.holds.includes('by key') ? byKey : releaseRule;
  const given = combination(row.holds, {
    ...rule,
    ...(row.rule === 'off' && { mode: 'off' as const }),
  });
  const { registry, authorities } = given;
  return {
    ...given,
    authorities: [
      ...authorities.map(one =>
        one.kind === 'key' ? { ...one, fingerprint: digest('4') } : one,
      ),
      {
        name: 'old-platform-key',
        kind: 'key',
        status: 'loaded',
        digest: digest('5'),
        fingerprint: digest('4'),
      },
    ],
    registry: {
      ...registry,
      rules: row.rule === 'none' ? [] : registry.rules,
      distrust: [
        {
          ...entry,
          ...(hours !== undefined && { from: ago(Number(hours) * hour) }),
        },
      ],
    },
  };
}

/** A node of a tree in the table `indexes`. */
interface Node {
  lists?: string[];
  holds?: string[];
  look?: 'outage' | 'deleted' | 'too old';
}

/** One row of the table `indexes`. */
export interface IndexRow {
  case: string;
  judge: string;
  scanned?: boolean;
  /** Names of digests that are on the distrust list. */
  distrust?: string[];
  tree: Record<string, Node>;
  expect: string;
}

export function indexInput(row: IndexRow): JudgeInput {
  const names = Object.values(row.tree)
    .flatMap(({ lists }) => lists ?? [])
    .map(name => name.replace(/^-/, ''));
  const all = [...new Set([...Object.keys(row.tree), ...names])];
  const digestOf = (name: string): Digest =>
    name === row.judge ? subject : numbered(all.indexOf(name) + 1);
  const looks = Object.entries(row.tree).map(([name, node]) =>
    lookAt(digestOf(name), node, digestOf),
  );
  return input({
    collections: looks.map(look => look.collection),
    evidence: looks.flatMap(look => look.evidence),
    registry: {
      version: 1,
      rules: [row.scanned ? scannedRule : releaseRule],
      ...(row.distrust && {
        distrust: row.distrust.map(name => ({
          digest: digestOf(name),
          reason: 'malware',
        })),
      }),
    },
  });
}

function lookAt(
  digestOfNode: Digest,
  { lists, holds = [], look }: Node,
  digestOf: (name: string) => Digest,
): { collection: Collection; evidence: Evidence[] } {
  const evidence = holds.map((name, i) =>
    thing(name, {
      subject: digestOfNode,
      material: numbered(parseInt(digestOfNode.slice(-4), 16) * 100 + i),
    }),
  );
  const change: Partial<Collection> = {
    subject: digestOfNode,
    ...(lists && { children: lists.map(name => childOf(name, digestOf)) }),
    ...(look === 'too old' && { at: ago(25 * hour) }),
  };
  const isUnseen = look === 'outage' || look === 'deleted';
  const materials = isUnseen ? [] : evidence.map(({ material }) => material);
  return {
    evidence,
    collection: collection(materials, change, reportsOf(look)),
  };
}

function reportsOf(look: Node['look']): SourceReport[] {
  if (look === 'outage') return [failure('referrers-api')];
  return look === 'deleted'
    ? [failure('subject', cause('artifact-not-found', 'configuration'))]
    : [];
}

function childOf(name: string, digestOf: (name: string) => Digest): IndexChild {
  const isRunnable = !name.startsWith('-');
  return {
    digest: digestOf(name.replace(/^-/, '')),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...(isRunnable && { platform: `linux/${name}` }),
    isRunnable,
  };
}
