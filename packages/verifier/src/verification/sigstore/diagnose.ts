import type { TransparencyLogEntry } from '@sigstore/bundle';
import type { X509Certificate } from '@sigstore/core';
import { VerificationError } from '@sigstore/verify';
import { evidenceFailureCodes, type ProofName } from '@countersign/domain';
import { EvidenceFailure } from '../../EvidenceFailure';
import { firstLine } from '../../json';
import type { ProofRecord } from '../ProofRecord';
import { countOf, type Claim } from './Claim';
import {
  eachAuthorityForEver,
  probeCertificate,
  probeEntry,
  probeTimestamp,
} from './library';

/**
 * Finds out why the library refused: records each proof by itself (S1.5) and gives the first failure in the order of
 * S4.8. Whatever it finds, the material stays unproven.
 */
export function diagnose(
  claim: Claim,
  refusal: unknown,
  proofs: ProofRecord,
): EvidenceFailure {
  const { signer } = claim.envelope;
  const logs = logFailures(claim, proofs);
  const stamps = timestampFailures(claim, proofs);
  const times = [...logs.times, ...stamps.times];
  const certificate =
    signer.type === 'certificate'
      ? certificateFailures(claim, signer.certificate, times, proofs)
      : [];
  const failures = [...certificate, ...logs.failures, ...stamps.failures].sort(
    (a, b) => orderOf(a) - orderOf(b),
  );
  for (const failure of failures) proofs.failed(failure);
  return failures[0] ?? unexplained(refusal);
}

function orderOf({ code }: EvidenceFailure): number {
  return evidenceFailureCodes.indexOf(code);
}

const outOfValidity =
  'certificate is not valid or expired at the specified date';

function certificateFailures(
  claim: Claim,
  certificate: X509Certificate,
  times: Date[],
  proofs: ProofRecord,
): EvidenceFailure[] {
  const chain = chainFailure(claim, certificate, proofs);
  // Without a chain there is nobody whose validity could be asked about.
  const time =
    chain?.proof === 'chain' ? undefined : timeFailure(claim, times, proofs);
  return [chain, time].filter(failure => failure !== undefined);
}

/** Does the certificate descend from one of the authorities at all, whenever that was? */
function chainFailure(
  claim: Claim,
  certificate: X509Certificate,
  proofs: ProofRecord,
): EvidenceFailure | undefined {
  let best: EvidenceFailure | undefined;
  for (const one of eachAuthorityForEver(claim.trust)) {
    const failure = certificateFailure(() =>
      probeCertificate(claim, one, certificate.notBefore),
    );
    if (!failure) {
      proofs.proven('chain', 'sct');
      return undefined;
    }
    // The authority that comes furthest explains best: its certificate, only its SCT or its date is wrong.
    if (!best || best.proof === 'chain') best = failure;
  }
  if (best && best.proof !== 'chain') proofs.proven('chain');
  return (
    best ??
    new EvidenceFailure(
      'chain',
      'unknown-authority',
      'the authority has no certificate authority',
    )
  );
}

function certificateFailure(probe: () => void): EvidenceFailure | undefined {
  const error = thrownBy(probe);
  if (error === undefined) return undefined;
  const message = firstLine(error);
  if (/\bSCTs?\b/.test(message))
    return failed('sct', 'log-proof-invalid', message, error);
  const cause = error instanceof Error ? error.cause : undefined;
  if (firstLine(cause) === outOfValidity)
    return failed(
      'validity',
      'certificate-not-valid-at-signing',
      outOfValidity,
      error,
    );
  return failed(
    'chain',
    'unknown-authority',
    'the certificate does not come from this authority',
    error,
  );
}

interface TimeSources {
  times: Date[];
  failures: EvidenceFailure[];
}

function logFailures(claim: Claim, proofs: ProofRecord): TimeSources {
  const { entity } = claim.envelope;
  const found: TimeSources = { times: [], failures: [] };
  const check = (proof: ProofName, probe: () => void) => {
    const error = thrownBy(probe);
    if (error === undefined) return true;
    found.failures.push(logFailure(proof, error));
    return false;
  };
  const promiseHolds = (entry: TransparencyLogEntry) => {
    found.times.push(new Date(Number(entry.integratedTime) * 1000));
    proofs.proven('set');
  };
  for (const entry of entity.tlogEntries) {
    const { inclusionPromise, inclusionProof } = entry;
    if (inclusionPromise) {
      const promised = { ...entry, inclusionProof: undefined };
      if (check('set', () => probeEntry(claim, promised))) promiseHolds(entry);
    }
    if (inclusionProof) {
      const proved = { ...entry, inclusionPromise: undefined };
      if (check('inclusion', () => probeEntry(claim, proved)))
        proofs.proven('inclusion', 'checkpoint');
    }
  }
  if (entity.tlogEntries.length < countOf(claim.thresholds.logEntries))
    found.failures.push(
      new EvidenceFailure(
        'inclusion',
        'log-proof-invalid',
        'too few logs have the signature',
      ),
    );
  return found;
}

function logFailure(proof: ProofName, error: unknown): EvidenceFailure {
  if (error instanceof EvidenceFailure) return error;
  const message = firstLine(error);
  const part =
    proof === 'inclusion' && message.includes('checkpoint')
      ? 'checkpoint'
      : proof;
  return failed(part, 'log-proof-invalid', message, error);
}

function timestampFailures(claim: Claim, proofs: ProofRecord): TimeSources {
  const found: TimeSources = { times: [], failures: [] };
  for (const stamp of claim.envelope.entity.timestamps) {
    if (stamp.$case !== 'timestamp-authority') continue;
    const error = thrownBy(() => probeTimestamp(claim, stamp));
    if (error === undefined) {
      found.times.push(stamp.timestamp.signingTime);
      proofs.proven('timestamp');
    } else {
      found.failures.push(
        failed('timestamp', 'log-proof-invalid', firstLine(error), error),
      );
    }
  }
  return found;
}

/** Was everything in force at each proven time? Where a time is stated and its proof fails, that failure says more. */
function timeFailure(
  claim: Claim,
  times: Date[],
  proofs: ProofRecord,
): EvidenceFailure | undefined {
  const { entity } = claim.envelope;
  const stated =
    entity.timestamps.some(stamp => stamp.$case === 'timestamp-authority') ||
    entity.tlogEntries.some(entry => entry.inclusionPromise);
  if (times.length === 0)
    return stated
      ? undefined
      : new EvidenceFailure(
          'validity',
          'time-unproven',
          'nothing proves when the signature was made',
        );
  for (const time of times) {
    const failure = certificateFailure(() =>
      probeCertificate(claim, claim.trust, time),
    );
    if (failure && failure.proof !== 'sct')
      return failed(
        'validity',
        'certificate-not-valid-at-signing',
        `the certificate, or the authority that issued it, was not valid at ${time.toISOString()}`,
        failure,
      );
  }
  proofs.proven('validity');
  return undefined;
}

/** A refusal that no probe explains: the library's own class decides, and what has none is malformed. */
function unexplained(refusal: unknown): EvidenceFailure {
  if (refusal instanceof EvidenceFailure) return refusal;
  const message = firstLine(refusal);
  if (!(refusal instanceof VerificationError))
    return failed('format', 'malformed', message, refusal);
  switch (refusal.code) {
    case 'SIGNATURE_ERROR':
      return failed('signature', 'signature-invalid', message, refusal);
    case 'CERTIFICATE_ERROR':
    case 'PUBLIC_KEY_ERROR':
      return failed('chain', 'unknown-authority', message, refusal);
    case 'TIMESTAMP_ERROR':
      return failed('timestamp', 'log-proof-invalid', message, refusal);
    default:
      return failed('inclusion', 'log-proof-invalid', message, refusal);
  }
}

function failed(
  proof: ProofName,
  code: EvidenceFailure['code'],
  message: string,
  cause: unknown,
): EvidenceFailure {
  return new EvidenceFailure(proof, code, message, { cause });
}

function thrownBy(probe: () => void): unknown {
  try {
    probe();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}
