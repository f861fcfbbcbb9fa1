import { createPublicKey } from 'node:crypto';
import { VerificationError } from '@sigstore/verify';
import { acme, envelope, inBundle } from '../../__testUtils__/minted';
import { EvidenceFailure } from '../../EvidenceFailure';
import type { SigstoreAuthority } from '../../trust';
import { readEnvelope } from '../format/readEnvelope';
import { ProofRecord } from '../ProofRecord';
import { diagnose } from './diagnose';

/** A refusal of something in which no probe finds a fault: whatever the library's next version may think of. */
function diagnosed(refusal: unknown) {
  const { trust, thresholds } = acme as SigstoreAuthority;
  const read = readEnvelope(inBundle(envelope()));
  if (read.signer.type !== 'certificate') throw new Error('no certificate');
  const key = createPublicKey({
    key: read.signer.certificate.publicKey,
    format: 'der',
    type: 'spki',
  });
  const claim = { envelope: read, key, trust, thresholds };
  const { proof, code } = diagnose(claim, refusal, new ProofRecord());
  return [proof, code];
}

describe('S5.2 a refusal that nothing explains stays one', () => {
  const refusals: [VerificationError['code'], string, string][] = [
    ['SIGNATURE_ERROR', 'signature', 'signature-invalid'],
    ['CERTIFICATE_ERROR', 'chain', 'unknown-authority'],
    ['PUBLIC_KEY_ERROR', 'chain', 'unknown-authority'],
    ['TIMESTAMP_ERROR', 'timestamp', 'log-proof-invalid'],
    ['TLOG_ERROR', 'inclusion', 'log-proof-invalid'],
    ['TLOG_BODY_ERROR', 'inclusion', 'log-proof-invalid'],
  ];

  it.each(refusals)('%s', (code, proof, expected) => {
    const refusal = new VerificationError({ code, message: 'no' });
    expect(diagnosed(refusal)).toEqual([proof, expected]);
  });

  it.each([[new TypeError('x')], ['a text'], [undefined]])('%p', refusal => {
    expect(diagnosed(refusal)).toEqual(['format', 'malformed']);
  });

  it('our own words are kept', () => {
    const ours = new EvidenceFailure('set', 'unsupported-format', 'no');
    expect(diagnosed(ours)).toEqual(['set', 'unsupported-format']);
  });
});
