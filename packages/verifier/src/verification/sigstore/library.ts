import type { TransparencyLogEntry } from '@sigstore/bundle';
import {
  Verifier,
  type SignedEntity,
  type TrustMaterial,
} from '@sigstore/verify';
import { countOf, type Claim } from './Claim';
import { isIntoto001, readableEntry } from './intoto001';
import { logsFor } from './logs';

/*
 * The one place where `@sigstore/verify` is asked: about everything, which decides, or about one proof alone. The
 * library verifies all or nothing and stops at its first failure, so a probe explains a refusal; nothing becomes proven
 * by a probe alone.
 */

type Timestamp = SignedEntity['timestamps'][number];

/** Asks about everything at once. Throws what the library throws. */
export function verifyClaim(claim: Claim) {
  const { envelope, trust, thresholds } = claim;
  const { entity, signer } = envelope;
  const tlogs = entity.tlogEntries.flatMap(e => logsFor(e, entity, trust));
  const byKey = signer.type === 'key';
  new Verifier(byKey ? trustingKey(claim, tlogs) : { ...trust, tlogs }, {
    ctlogThreshold: countOf(thresholds.scts),
    tlogThreshold: countOf(thresholds.logEntries),
    // A key needs no proof of time, a certificate always does.
    timestampThreshold: byKey ? 0 : thresholds.times,
  }).verify({
    ...entity,
    tlogEntries: entity.tlogEntries.map(entry => readable(entry, claim)),
  });
  // All logs together could vouch for each other's entries.
  if (entity.tlogEntries.length > 1)
    for (const entry of entity.tlogEntries) probeEntry(claim, entry);
}

/** Asks whether certificate, chain and SCT hold at an instant. */
export function probeCertificate(
  { envelope: { entity }, thresholds }: Claim,
  trust: TrustMaterial,
  at: Date,
) {
  new Verifier(trust, {
    ctlogThreshold: countOf(thresholds.scts),
    tlogThreshold: 0,
    timestampThreshold: 1,
  }).verify({ ...entity, tlogEntries: [], timestamps: [instant(at)] });
}

/** Asks about one log entry, as if its signer were a known key. */
export function probeEntry(claim: Claim, entry: TransparencyLogEntry) {
  const { entity } = claim.envelope;
  const logs = logsFor(entry, entity, claim.trust);
  new Verifier(trustingKey(claim, logs), {
    ctlogThreshold: 0,
    tlogThreshold: 1,
    timestampThreshold: 0,
  }).verify({
    ...entity,
    key: { $case: 'public-key', hint: '' },
    tlogEntries: [readable(entry, claim)],
    timestamps: [],
  });
}

/** Asks about one timestamp, as if its signer were a known key. */
export function probeTimestamp(claim: Claim, timestamp: Timestamp) {
  new Verifier(trustingKey(claim, []), {
    ctlogThreshold: 0,
    tlogThreshold: 0,
    timestampThreshold: 1,
  }).verify({
    ...claim.envelope.entity,
    key: { $case: 'public-key', hint: '' },
    tlogEntries: [],
    timestamps: [timestamp],
  });
}

/** Each certificate authority by itself, in force at all times. */
export function eachAuthorityForEver(trust: TrustMaterial): TrustMaterial[] {
  const validFor = { start: new Date(0), end: new Date(8.64e15) };
  return trust.certificateAuthorities.map(authority => ({
    ...trust,
    certificateAuthorities: [{ ...authority, validFor }],
  }));
}

function trustingKey(
  { trust, key }: Claim,
  tlogs: TrustMaterial['tlogs'],
): TrustMaterial {
  const finder = () => ({ publicKey: key, validFor: () => true });
  return { ...trust, tlogs, publicKey: finder };
}

function readable(entry: TransparencyLogEntry, { envelope }: Claim) {
  return isIntoto001(entry) ? readableEntry(entry, envelope) : entry;
}

/** How the library is told a time: as a log entry that it does not verify, because it is in no list of entries. */
function instant(at: Date): Timestamp {
  return {
    $case: 'transparency-log',
    tlogEntry: {
      logIndex: '0',
      logId: { keyId: Buffer.alloc(32) },
      kindVersion: { kind: '', version: '' },
      integratedTime: String(Math.ceil(at.getTime() / 1000)),
      inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
      inclusionProof: undefined,
      canonicalizedBody: Buffer.alloc(0),
    },
  };
}
