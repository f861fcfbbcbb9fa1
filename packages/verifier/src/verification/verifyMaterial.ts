import type {
  Digest,
  Evidence,
  EvidenceOutcome,
  SignerIdentity,
} from '@countersign/domain';
import { EvidenceFailure } from '../EvidenceFailure';
import { firstLine } from '../json';
import type { Material } from '../material/Material';
import type { Authority } from '../trust';
import { checkClaims } from './checks/claims';
import { checkCertificate } from './checks/certificate';
import { readClaims, readContent } from './checks/content';
import { checkFile, type KnownSubject } from './checks/file';
import { checkTied } from './checks/message';
import { checkSubject } from './checks/subject';
import { failureOfTimes } from './checks/times';
import type { Envelope } from './Envelope';
import { readEnvelope } from './format/readEnvelope';
import { proveWithKey } from './keys/proveWithKey';
import { provenLogEntry } from './logEntry';
import { ProofRecord } from './ProofRecord';
import { verifierRevision } from './revision';
import { signerIdentity } from './signer';
import { forMemo } from './sigstore/memo';
import { proveUnderRoot } from './sigstore/proveUnderRoot';

/**
 * What a material is verified for, under which authority, and when.
 *
 * @public
 */
export interface VerificationContext {
  /** The digest that the reference resolved to. */
  subject: Digest;
  /** The one authority that is tried. */
  authority: Authority;
  /** Proven times may not lie after it (S7.2). */
  now: Date;
  /** The bytes of a file, where the caller has them: some signatures cannot be verified from a digest. */
  artifact?: Uint8Array;
}

/** What is known of the evidence so far; a failure keeps it. */
type Draft = Pick<Evidence, 'signer' | 'statement' | 'logEntry'>;

/**
 * Verifies one material under one authority (S1.5). Knows no policy; needs no network.
 *
 * @returns evidence, also of failures: whatever the material holds, this never throws
 * @public
 */
export function verifyMaterial(
  material: Material,
  context: VerificationContext,
): Evidence {
  const proofs = new ProofRecord();
  const draft: Draft = {};
  const outcome = outcomeOf(material, context, proofs, draft);
  return {
    subject: context.subject,
    material: material.digest,
    format: material.format,
    authority: context.authority.name,
    authorityDigest: context.authority.digest,
    verifierRevision,
    ...draft,
    proofs: proofs.toProofs(),
    outcome,
  };
}

/** The one place where anything becomes proven: after every check, or not at all. */
function outcomeOf(
  material: Material,
  context: VerificationContext,
  proofs: ProofRecord,
  draft: Draft,
): EvidenceOutcome {
  try {
    const times = prove(material, context, proofs, draft);
    return {
      status: 'proven',
      provenTimes: times.map(time => time.toISOString()),
    };
  } catch (error) {
    const failure = asFailure(error);
    proofs.failed(failure);
    return {
      status: 'failed',
      code: failure.code,
      message: failure.message,
    };
  }
}

/** Reads in the order of S4.8. */
function prove(
  material: Material,
  context: VerificationContext,
  proofs: ProofRecord,
  draft: Draft,
): Date[] {
  const { subjectDigests } = material;
  const known = { ...context, ...(subjectDigests && { subjectDigests }) };
  const envelope = forMemo(
    readEnvelope(material, context.artifact),
    context.authority,
  );
  draft.signer = signerIdentity(envelope.signer);
  recordAbsences(envelope, proofs);
  checkTied(envelope.content, known);
  proofs.proven('format');
  checkFile(known);

  const times = proveUnder(envelope, known, proofs);
  const signer = provenSigner(draft.signer, context.authority);
  draft.signer = signer;
  draft.logEntry = provenLogEntry(envelope, proofs);
  const tooEarly = failureOfTimes(times, context.now);
  try {
    readStatement(envelope, known, { proofs, draft, signer });
  } catch (error) {
    throw tooEarly ?? error;
  }
  // What it says is known all the same: to a clock that is behind, a newer statement must not pass for silence (S4.2).
  if (tooEarly) throw tooEarly;
  return times;
}

/** What was signed, of what, and whether it agrees with its certificate. */
function readStatement(
  envelope: Envelope,
  known: VerificationContext & KnownSubject,
  {
    proofs,
    draft,
    signer,
  }: { proofs: ProofRecord; draft: Draft; signer: SignerIdentity },
) {
  const signed = readContent(envelope.content, known);
  draft.statement = signed.summary;
  const subjectName = checkSubject(signed, known.subject);
  proofs.proven('subject');

  if (envelope.signer.type === 'certificate' && signer.type === 'certificate')
    checkCertificate(envelope.signer.certificate, signer);
  draft.statement = readClaims(signed, subjectName);
  checkClaims(signer, draft.statement);
  proofs.proven('claims');
}

function proveUnder(
  envelope: Envelope,
  known: VerificationContext & KnownSubject,
  proofs: ProofRecord,
): Date[] {
  const { authority } = known;
  switch (authority.kind) {
    case 'sigstore':
      return proveUnderRoot(envelope, authority, known, proofs);
    case 'key':
      return proveWithKey(envelope, authority, known, proofs);
    default:
      throw new EvidenceFailure(
        'chain',
        'unknown-authority',
        'the authority is of a kind that this verifier does not know',
      );
  }
}

/** Only an authority can say which key it was; a certificate says it itself. */
function provenSigner(
  signer: SignerIdentity,
  authority: Authority,
): SignerIdentity {
  return signer.type === 'key' && authority.kind === 'key'
    ? { type: 'key', fingerprint: authority.fingerprint }
    : signer;
}

function recordAbsences({ entity, signer }: Envelope, proofs: ProofRecord) {
  const { tlogEntries, timestamps } = entity;
  if (!tlogEntries.some(entry => entry.inclusionPromise)) proofs.absent('set');
  if (!tlogEntries.some(entry => entry.inclusionProof))
    proofs.absent('inclusion', 'checkpoint');
  if (!timestamps.some(stamp => stamp.$case === 'timestamp-authority'))
    proofs.absent('timestamp');
  if (signer.type === 'key') proofs.absent('sct');
}

/** Anything that is not ours was thrown by a library at a stranger's bytes: closed, with a code of the closed set. */
function asFailure(error: unknown): EvidenceFailure {
  return error instanceof EvidenceFailure
    ? error
    : new EvidenceFailure('format', 'malformed', firstLine(error), {
        cause: error,
      });
}
