import {
  evidenceFailureCodes,
  judge,
  type AcceptanceRule,
  type Digest,
  type Evidence,
  type JudgeInput,
  type Judgement,
} from '@countersign/domain';
import type { Material } from '../../material/Material';
import type { Authority } from '../../trust';
import { now, release, verify } from '../minted';
import { canonicalJson } from '../../encoding';
import type { Mutant } from './mutants';
import { platform, unsigned, wronglySigned, type Positive } from './positives';

/**
 * What became too permissive by a mutant, or has no code of the closed set; empty where all is well.
 *
 * A mutant is tried on the artifact of the positive that it was made from, on an artifact without any signature and on
 * one that somebody signed who may not: nobody gains by tampering (S5.2).
 */
export function gainsOf(given: Positive, mutant: Mutant): string[] {
  const evidence = verify(mutant.material, {
    subject: mutant.subject,
    authority: given.authority,
  });
  return [
    ...codeProblem(evidence),
    ...(mutant.subject === given.subject
      ? gainOnItsOwn(given, mutant, evidence)
      : provenOf('another artifact', evidence)),
    ...gainOnUnsigned(given, mutant),
    ...gainOnWronglySigned(given, mutant),
  ];
}

function codeProblem({ outcome }: Evidence): string[] {
  return outcome.status === 'proven' ||
    evidenceFailureCodes.includes(outcome.code)
    ? []
    : [`${outcome.code} is no code of the closed set`];
}

function provenOf(what: string, { outcome }: Evidence): string[] {
  return outcome.status === 'proven' ? [`proven about ${what}`] : [];
}

/** What stays proven must say the same as before, under the same name, at no other time. */
function gainOnItsOwn(
  given: Positive,
  { path, material }: Mutant,
  evidence: Evidence,
): string[] {
  if (evidence.outcome.status !== 'proven') return [];
  const { before } = given;
  if (before.outcome.status !== 'proven')
    return ['it was not proven to begin with'];
  const times = new Set(before.outcome.provenTimes);
  const gains = evidence.outcome.provenTimes
    .filter(time => !times.has(time))
    .map(time => `the time ${time} was not proven before`);
  if (said(evidence) !== said(before)) gains.push('it says something else now');
  // Only what nobody reads may change: a part that is signed or that signs never is one.
  if (
    path !== undefined &&
    material.digest !== given.material.digest &&
    isSigned(path, given)
  )
    gains.push('a part that is signed or signs was changed, and it is proven');
  return gains;
}

function said({ signer, statement }: Evidence): string {
  return canonicalJson({ signer, statement });
}

const signedParts =
  /(?:^|\.)(?:payload|sig|signature|rawBytes|certificate|signedEntryTimestamp|SignedEntryTimestamp|body|canonicalizedBody|digest|hashes\.\d+)$/;

function isSigned(path: string, { authority, material }: Positive): boolean {
  // A key authority that names no log reads none; attestations keep their signature inside.
  if (
    authority.kind === 'key' &&
    !authority.log &&
    /tlogEntries|cosign\/bundle|timestamp/i.test(path)
  )
    return false;
  if (
    material.format === 'cosign-attestation' &&
    path.endsWith('cosign/signature')
  )
    return false;
  return signedParts.test(path);
}

function gainOnUnsigned({ authority }: Positive, { material }: Mutant) {
  const evidence = verify(material, { subject: unsigned, authority });
  return [
    ...provenOf('an artifact that nobody signed', evidence),
    ...permitted(unsigned, [], [evidence], [material]),
  ];
}

function gainOnWronglySigned({ authority }: Positive, { material }: Mutant) {
  const { subject, before } = wronglySigned;
  const evidence = verify(material, { subject, authority });
  return [
    ...provenOf('an artifact that somebody else signed', evidence),
    ...permitted(subject, [before], [evidence], [material]),
  ];
}

const rank = { deny: 0, warn: 1, allow: 2 } as const;

/** Whether evidence and material that are added make a decision more permissive. */
function permitted(
  subject: Digest,
  before: Evidence[],
  added: Evidence[],
  materials: Material[],
): string[] {
  const without = decide(subject, before, []);
  const decided = decide(subject, [...before, ...added], materials);
  return decided.verdict === 'trusted' ||
    rank[decided.decision] > rank[without.decision]
    ? [`${without.verdict} became ${decided.verdict} (${decided.reason.code})`]
    : [];
}

const rule: AcceptanceRule = {
  name: 'release',
  references: ['**'],
  mode: 'enforce',
  signers: [
    { authority: 'acme', issuer: release.issuer, subject: release.subject },
    { key: platform.name },
  ],
};

function decide(
  subject: Digest,
  evidence: Evidence[],
  materials: Material[],
): Judgement {
  const at = now.toISOString();
  const entries = [...evidence.map(one => one.material)].map(digest => ({
    digest,
    source: 'referrers-api' as const,
    format: 'sigstore-bundle' as const,
  }));
  const input: JudgeInput = {
    usage: {
      entityRef: 'component:default/payments',
      kind: 'container-image',
      repository: 'registry.test/acme/payments',
      reference: 'registry.test/acme/payments:v1',
      digest: subject,
    },
    resolution: { status: 'resolved', at },
    collections: [
      {
        subject,
        repository: 'registry.test/acme/payments',
        at,
        sources: [
          { source: 'subject', status: 'complete' },
          { source: 'referrers-api', status: 'complete' },
        ],
        material: [
          ...entries,
          ...materials.map(({ digest, source, format }) => ({
            digest,
            source,
            format,
          })),
        ],
      },
    ],
    evidence,
    acceptedBefore: [],
    registry: { version: 1, rules: [rule] },
    authorities: [...new Set(evidence.map(one => one.authorityDigest))].map(
      (digest, index) => stateOf(digest, index),
    ),
    settings: { environments: [], intervalMs: 1_000, maximumAgeMs: 86_400_000 },
    now: at,
  };
  return judge(input);
}

const authorities: Authority[] = [wronglySigned.authority, platform];

/** All authorities of the positives are loaded; evidence names them. */
function stateOf(digest: Digest, index: number) {
  const known = authorities.find(one => one.digest === digest);
  return {
    name: known?.name ?? `authority-${index}`,
    kind: known?.kind ?? ('sigstore' as const),
    status: 'loaded' as const,
    digest,
  };
}
