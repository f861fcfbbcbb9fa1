import type { Digest, StatementSummary } from '@countersign/domain';
import {
  parseStatement,
  readDocument,
  readPredicate,
  roleOf,
} from '../../attestation';
import { EvidenceFailure } from '../../EvidenceFailure';
import { textAt } from '../../json';
import { verificationLimits } from '../../limits';
import type { SignedContent, SignedManifest } from '../Envelope';
import type { KnownSubject } from './file';
import { subjectOfMessage } from './message';

/** What was signed: the digests it is about, and what it says of them. */
export interface SignedStatement {
  /** Digests that the signature covers; another digest is not its subject. */
  subjects: { digest?: Digest; name?: string }[];
  /** What kind of statement it is. What it says comes from {@link readClaims}. */
  summary: StatementSummary;
  predicate?: unknown;
}

const inTotoPayload = 'application/vnd.in-toto+json';

const simpleSigningTypes = new Set([
  'cosign container image signature',
  'atomic container signature',
]);

/**
 * Reads what was signed. Only called on bytes whose signature was verified: a payload that somebody broke is
 * `signature-invalid`, never `malformed`.
 *
 * @throws EvidenceFailure `malformed`, `limit-exceeded`, `claims-disagree`
 */
export function readContent(
  content: SignedContent,
  known: KnownSubject,
): SignedStatement {
  const signed = readAny(content, known);
  checkNames(signed.summary);
  return signed;
}

/**
 * What a statement says of its subject. Only called where the subject is known to be ours: a statement that cannot be
 * read is then a word about this very digest, and not somebody else's that was put beside it.
 *
 * @param subjectName - the name under which the statement knows the subject
 * @throws EvidenceFailure `malformed`, `unsupported-format`, `limit-exceeded`
 */
export function readClaims(
  { summary, predicate }: SignedStatement,
  subjectName: string | undefined,
): StatementSummary {
  const claims = {
    ...(summary.predicateType === undefined
      ? summary
      : readPredicate(summary.predicateType, predicate)),
    ...(subjectName !== undefined && { subjectName }),
  };
  checkNames(claims);
  return claims;
}

/** What is kept of a statement is short: anybody can have megabytes of predicate type signed in their own name. */
function checkNames(summary: StatementSummary) {
  const { nameLength } = verificationLimits;
  if (textsIn(summary).some(text => text.length > nameLength))
    throw new EvidenceFailure(
      'claims',
      'limit-exceeded',
      `a name in the statement has more than ${nameLength} characters`,
    );
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(textsIn)
    : [];
}

function readAny(content: SignedContent, known: KnownSubject): SignedStatement {
  switch (content.type) {
    case 'dsse':
      return readAttestation(content.payloadType, content.payload);
    case 'simple-signing':
      return readSimpleSigning(content.payload);
    case 'manifest':
      return readManifestSubject(content.manifest);
    default:
      return {
        subjects: [{ digest: subjectOfMessage(content, known) }],
        summary: { role: 'signature' },
      };
  }
}

/** The signature is about the file only where the file says what was signed; then it is about its very bytes. */
function readManifestSubject(manifest: SignedManifest): SignedStatement {
  if (!manifest.isSame)
    throw new EvidenceFailure(
      'subject',
      'subject-mismatch',
      'the manifest says something else than what was signed',
    );
  return {
    subjects: [{ digest: manifest.digest }],
    summary: { role: 'signature' },
  };
}

function readAttestation(
  payloadType: string,
  payload: Buffer,
): SignedStatement {
  // Types are compared exactly: a payload of another type would be read as something that its signer never said.
  if (payloadType !== inTotoPayload)
    throw disagree(`the envelope's payload is of the type ${payloadType}`);
  const { predicateType, subjects, predicate } = parseStatement(payload);
  return {
    subjects,
    summary: { role: roleOf(predicateType), predicateType },
    predicate,
  };
}

function readSimpleSigning(payload: Buffer): SignedStatement {
  const document = readDocument(payload);
  const type = textAt(document, 'critical', 'type');
  if (type === undefined || !simpleSigningTypes.has(type))
    throw disagree(`the signed payload is of the type ${type ?? 'absent'}`);
  const digest = textAt(
    document,
    'critical',
    'image',
    'docker-manifest-digest',
  );
  const name = textAt(document, 'critical', 'identity', 'docker-reference');
  return {
    subjects: [
      {
        ...(digest !== undefined && { digest: digest as Digest }),
        ...(name !== undefined && { name }),
      },
    ],
    summary: { role: 'signature' },
  };
}

function disagree(message: string) {
  return new EvidenceFailure('claims', 'claims-disagree', message);
}
