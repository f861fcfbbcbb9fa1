import {
  evidenceFailureCodes,
  proofNames,
  type Evidence,
} from '@countersign/domain';
import { isObject, textAt, valueAt } from '../json';
import type { Material } from '../material/Material';
import { verifierRevision } from '../verification/revision';
import type { VerificationContext } from '../verification/verifyMaterial';

const proofStates = new Set(['proven', 'absent', 'unchecked', 'failed']);
const failureCodes = new Set<string>(evidenceFailureCodes);
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads the evidence that a worker sent: it must answer what was asked, be well formed, and agree with itself.
 *
 * @returns `undefined` for anything else
 */
export function readAnswer(
  answer: unknown,
  material: Material,
  { subject, authority }: VerificationContext,
): Evidence | undefined {
  const isAnswer =
    textAt(answer, 'subject') === subject &&
    textAt(answer, 'material') === material.digest &&
    textAt(answer, 'format') === material.format &&
    textAt(answer, 'authorityDigest') === authority.digest &&
    valueAt(answer, 'verifierRevision') === verifierRevision &&
    isOutcome(valueAt(answer, 'outcome')) &&
    hasProofs(answer);
  return isAnswer
    ? // The name of an authority is no part of its digest; the caller's holds.
      { ...(answer as Evidence), authority: authority.name }
    : undefined;
}

function isOutcome(outcome: unknown): boolean {
  const status = valueAt(outcome, 'status');
  if (status === 'failed') return isFailure(outcome);
  const times = valueAt(outcome, 'provenTimes');
  return (
    status === 'proven' &&
    Array.isArray(times) &&
    times.every(time => typeof time === 'string' && isoTime.test(time))
  );
}

/** Every proof has a state, and nothing is proven beside a proof that failed or that nobody looked at. */
function hasProofs(answer: unknown): boolean {
  const proofs = proofNames.map(name => valueAt(answer, 'proofs', name));
  const isProven = valueAt(answer, 'outcome', 'status') === 'proven';
  return (
    proofs.every(proof => {
      const status = textAt(proof, 'status');
      if (status === undefined || !proofStates.has(status)) return false;
      if (status === 'failed') return !isProven && isFailure(proof);
      return true;
    }) &&
    (!isProven || isProvenWhole(answer))
  );
}

function isProvenWhole(answer: unknown): boolean {
  const whole = ['format', 'signature', 'subject', 'claims'];
  return (
    isObject(valueAt(answer, 'signer')) &&
    whole.every(name => textAt(answer, 'proofs', name, 'status') === 'proven')
  );
}

function isFailure(value: unknown): boolean {
  return (
    failureCodes.has(textAt(value, 'code') ?? '') &&
    textAt(value, 'message') !== undefined
  );
}
