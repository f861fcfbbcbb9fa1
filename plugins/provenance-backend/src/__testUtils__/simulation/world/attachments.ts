import type { Digest } from '@countersign/domain';
import {
  attachBundle,
  attachByCosignTag,
  attest,
  Repository,
  signImage,
  tampered,
  toBundle,
  withBrokenSignature,
  type Layout,
  type SignedMaterial,
} from '@countersign/sandbox';
import type { Artifact } from './Artifact';
import type { Actor, Signers } from './Signers';

/** What somebody can put beside an artifact: signatures of actors, of others, broken ones, and scans. */
export const attachmentKinds = [
  'release',
  'build',
  'partner',
  'key',
  'rotated',
  'stranger',
  'foreign',
  'tampered',
  'other-digest',
  'junk',
  'clean-scan',
  'bad-scan',
  'scan-of-stranger',
] as const;

/** @see attachmentKinds */
export type AttachmentKind = (typeof attachmentKinds)[number];

/** An attachment as the world knows it: what it is worth follows from its kind, never from its bytes. */
export interface Attachment {
  kind: AttachmentKind;
  /** Milliseconds. */
  signedAt: number;
  /** Absent for what is no signature at all. */
  material?: SignedMaterial;
}

/** Who made it, where an authority can say so. */
export const authorOf: Partial<Record<AttachmentKind, Actor | 'stranger'>> = {
  release: 'release',
  rotated: 'release',
  build: 'build',
  partner: 'partner',
  key: 'key',
  stranger: 'stranger',
  'clean-scan': 'release',
  'bad-scan': 'release',
  'scan-of-stranger': 'stranger',
};

export const scanKinds: ReadonlySet<AttachmentKind> = new Set([
  'clean-scan',
  'bad-scan',
  'scan-of-stranger',
]);

const vulnerabilities = 'https://in-toto.io/attestation/vulns/v0.2';

/** Signs what an artifact has at a digest, or does what `kind` makes of that. */
export function mint(
  kind: AttachmentKind,
  subject: Digest,
  artifact: Artifact,
  { signers, clock }: { signers: Signers; clock: { now(): Date } },
): Attachment {
  const at = clock.now();
  const signedAt = at.getTime();
  const bytes = artifact.bytes(subject);
  if (kind === 'junk') return { kind, signedAt };
  if (bytes)
    return { kind, signedAt, material: mintOver(bytes, kind, signers, at) };
  const common = {
    repository: new Repository('acme/scratch'),
    subject,
    at,
    layout: artifact.layout,
    sigstore: instanceFor(kind, signers),
    signer: signerFor(kind, signers),
  };
  const material = scanKinds.has(kind)
    ? attest({
        ...common,
        predicateType: vulnerabilities,
        predicate: scan(kind === 'bad-scan'),
      })
    : signImage({
        ...common,
        ...(kind === 'tampered' && { alter: tampered }),
        ...(kind === 'other-digest' && { signedDigest: otherThan(subject) }),
      });
  return { kind, signedAt, material };
}

function mintOver(
  bytes: Buffer,
  kind: AttachmentKind,
  signers: Signers,
  at: Date,
) {
  const signed = instanceFor(kind, signers).sign(
    {
      type: 'message',
      bytes: kind === 'other-digest' ? Buffer.from('another file') : bytes,
    },
    { signer: signerFor(kind, signers), at },
  );
  return kind === 'tampered' ? withBrokenSignature(signed) : signed;
}

function otherThan(subject: Digest): Digest {
  return `sha256:${[...subject.slice(7)].reverse().join('')}`;
}

function instanceFor(kind: AttachmentKind, signers: Signers) {
  if (kind === 'partner') return signers.partner;
  if (kind === 'rotated') return signers.next;
  return kind === 'foreign' ? signers.foreign : signers.acme;
}

function signerFor(kind: AttachmentKind, signers: Signers) {
  if (kind === 'key') return signers.holderOfKey;
  if (kind === 'partner') return signers.run('partner/app');
  if (authorOf[kind] === 'stranger') return signers.run('evil/app');
  return signers.run('acme/app', kind === 'build' ? 'build.yml' : undefined);
}

function scan(isBad: boolean): object {
  return {
    scanner: {
      uri: 'https://scanner.example',
      version: '1',
      result: isBad
        ? [{ id: 'CVE-1', severity: [{ method: 'nvd', score: 'CRITICAL' }] }]
        : [],
    },
    metadata: { scanFinishedOn: '2026-11-20T00:00:00Z' },
  };
}

/** Makes the repository serve exactly these beside a digest. */
export function render(
  repository: Repository,
  subject: Digest,
  attachments: readonly Attachment[],
  layout: Layout,
): void {
  const tag = subject.replace(':', '-');
  for (const name of [tag, `${tag}.sig`, `${tag}.att`]) repository.delete(name);
  for (const { digest } of repository.referrers(subject))
    repository.delete(digest);
  for (const { material } of attachments) {
    if (!material) {
      attachBundle(repository, subject, Buffer.from('{"junk":true}'));
    } else if (layout === 'cosign-tag') {
      attachByCosignTag(repository, subject, material);
    } else {
      attachBundle(repository, subject, toBundle(material));
    }
  }
}
