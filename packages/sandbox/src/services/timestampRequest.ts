import { ASN1Obj } from '@sigstore/core';
import type { HashName } from '../minter';
import { RequestBody } from './RequestBody';
import { ServiceError } from './ServiceError';

/** What somebody wants to have stamped. */
export interface TimestampQuery {
  hash: HashName;
  digest: Buffer;
  /** As it is to come back. */
  nonce?: Buffer;
  /** Whether the token has to carry the authority's certificate. */
  embedCertificate: boolean;
}

const hashes: Record<HashName, { oid: string; length: number }> = {
  sha256: { oid: '2.16.840.1.101.3.4.2.1', length: 32 },
  sha384: { oid: '2.16.840.1.101.3.4.2.2', length: 48 },
  sha512: { oid: '2.16.840.1.101.3.4.2.3', length: 64 },
};

/**
 * Reads a request in either of its forms: DER, which every client of RFC 3161 sends, or the JSON of Sigstore's own.
 *
 * @throws ServiceError
 */
export function readTimestampRequest(
  bytes: Buffer,
  contentType: string,
): TimestampQuery {
  const query = contentType.startsWith('application/timestamp-query')
    ? readDer(bytes)
    : readJson(RequestBody.parse(bytes));
  if (query.digest.length !== hashes[query.hash].length)
    throw new ServiceError(400, `the digest is no ${query.hash}`);
  return query;
}

function readJson(body: RequestBody): TimestampQuery {
  const name = body.text('hashAlgorithm');
  return {
    hash: hashWhere(name, each => each === name),
    digest: body.bytes('artifactHash'),
    embedCertificate: body.flag('certificates'),
  };
}

const tags = { boolean: 0x01, integer: 0x02 };

/** RFC 3161, 2.4.1. A policy is not asked for: there is one. */
function readDer(bytes: Buffer): TimestampQuery {
  try {
    const [, imprint, ...optional] = ASN1Obj.parseBuffer(
      Buffer.from(bytes),
    ).subs;
    const [algorithm, digest] = imprint.subs;
    const oid = algorithm.subs[0].toOID();
    const found = (tag: number) =>
      optional.find(each => each.tag.isUniversal() && each.tag.number === tag);
    return {
      hash: hashWhere(oid, name => hashes[name].oid === oid),
      digest: digest.value,
      nonce: found(tags.integer)?.value,
      embedCertificate: found(tags.boolean)?.toBoolean() ?? false,
    };
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(400, 'the request is no timestamp query');
  }
}

function hashWhere(what: string, is: (name: HashName) => boolean): HashName {
  const name = (Object.keys(hashes) as HashName[]).find(is);
  if (!name)
    throw new ServiceError(400, `this authority does not take ${what}`);
  return name;
}
