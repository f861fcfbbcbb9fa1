import { ASN1Obj, RFC3161Timestamp } from '@sigstore/core';
import { MemoNode } from './memoNode';

/** YYYYMMDDhhmmss with a fraction of any length: RFC 3161 leaves the precision to the authority. */
const timeForm = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d+)?Z$/;

const rsaWith: Record<string, string> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

/**
 * The library's timestamp, with two answers of its own. The library takes three digits of a fraction or none, and DER
 * drops trailing zeros, so that every tenth honest stamp in milliseconds would not be read; and it verifies RSA with
 * SHA-256 only. Everything else, above all the verification, is the library's. As there, fractions do not count.
 */
export class TimestampToken extends RFC3161Timestamp {
  static of({ root }: RFC3161Timestamp): TimestampToken {
    return new TimestampToken(MemoNode.of(root));
  }

  #signedAt: number | undefined;

  get signingTime(): Date {
    this.#signedAt ??= this.#readTime();
    return new Date(this.#signedAt);
  }

  #readTime(): number {
    // version, policy, imprint, serial, time
    const field = ASN1Obj.parseBuffer(Buffer.from(this.tstInfo.raw)).subs[4];
    const parts = timeForm.exec(field.value.toString('latin1'));
    if (!field.tag.isGeneralizedTime() || !parts)
      throw new Error('the time of a timestamp cannot be read');
    const [, year, month, day, hours, minutes, seconds] = parts;
    return Date.parse(
      `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`,
    );
  }

  get signatureAlgorithm(): string {
    // Where the algorithm names a kind of key only, the hash is the one that the signer named beside it (RFC 5652, 5.3).
    return (
      super.signatureAlgorithm ??
      rsaWith[this.#signatureOid()] ??
      this.signerDigestAlgorithm
    );
  }

  #signatureOid(): string {
    const signedData = this.root.subs[1].subs[1].subs[0];
    const [signerInfo] = signedData.subs[signedData.subs.length - 1].subs;
    return signerInfo.subs[4].subs[0].toOID();
  }
}
