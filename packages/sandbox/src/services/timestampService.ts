import type { SigstoreInstance } from '../minter';
import { pem } from '../minter/keys';
import type { Reply } from '../http/Reply';
import type { TimestampQuery } from './timestampRequest';

/**
 * `POST /api/v1/timestamp`: a timestamp over whatever has the digest.
 *
 * @remarks Source: Sigstore's timestamp-authority, `openapi.yaml`; RFC 3161, 3.4.
 */
export function stampDigest(
  query: TimestampQuery,
  instance: SigstoreInstance,
): Reply {
  const { digest, ...options } = query;
  return {
    status: 201,
    headers: { 'content-type': 'application/timestamp-reply' },
    body: instance.timestampAuthority.stampDigest(digest, {
      ...options,
      at: instance.clock.now(),
    }),
  };
}

/** `GET /api/v1/timestamp/certchain` */
export function timestampChain(instance: SigstoreInstance): Reply {
  const certificates = instance.timestampAuthority.chain.map(der =>
    pem('CERTIFICATE', der),
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/pem-certificate-chain' },
    body: Buffer.from(certificates.join('')),
  };
}
