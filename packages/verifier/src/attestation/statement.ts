import { isDigest, type Digest } from '@countersign/domain';
import { EvidenceFailure } from '../EvidenceFailure';
import { isObject, JsonError, parseJson, textAt, valueAt } from '../json';
import { verificationLimits } from '../limits';
import { malformed } from './fields';

export interface StatementSubject {
  name?: string;
  /** Absent where the subject is named by another hash only. */
  digest?: Digest;
}

/** An in-toto statement, in the parts that every predicate has. */
export interface Statement {
  predicateType: string;
  subjects: StatementSubject[];
  predicate: unknown;
}

const statementTypes = new Set([
  'https://in-toto.io/Statement/v0.1',
  'https://in-toto.io/Statement/v1',
]);

/**
 * Reads the payload of an envelope whose signature was verified. Unparsable is a failure, never "no claims"
 * (CVE-2026-39395).
 *
 * @remarks Source: in-toto attestation framework, Statement v0.1 and v1.
 */
export function parseStatement(payload: Uint8Array): Statement {
  const document = readDocument(payload);
  const type = textAt(document, '_type');
  if (type === undefined || !statementTypes.has(type))
    throw new EvidenceFailure(
      'claims',
      'claims-disagree',
      `the statement's type is ${type ?? 'absent'}`,
    );
  const predicateType = textAt(document, 'predicateType');
  if (predicateType === undefined || predicateType === '')
    throw malformed('the statement has no predicate type');
  return {
    predicateType,
    subjects: readSubjects(valueAt(document, 'subject')),
    predicate: valueAt(document, 'predicate'),
  };
}

/** JSON that was signed, as an object. */
export function readDocument(payload: Uint8Array) {
  try {
    const document = parseJson(payload, verificationLimits.jsonDepth);
    if (isObject(document)) return document;
  } catch (error) {
    if (error instanceof JsonError && error.reason === 'too-deep')
      throw new EvidenceFailure('claims', 'limit-exceeded', error.message);
  }
  throw malformed('what was signed is not a JSON object');
}

function readSubjects(value: unknown): StatementSubject[] {
  if (!Array.isArray(value) || value.length === 0)
    throw malformed('the statement has no subject');
  if (value.length > verificationLimits.subjects)
    throw new EvidenceFailure(
      'claims',
      'limit-exceeded',
      `the statement has more than ${verificationLimits.subjects} subjects`,
    );
  return value.map(subject => {
    const name = textAt(subject, 'name');
    const digest = `sha256:${textAt(subject, 'digest', 'sha256') ?? ''}`;
    return {
      ...(name !== undefined && { name }),
      ...(isDigest(digest) && { digest }),
    };
  });
}
