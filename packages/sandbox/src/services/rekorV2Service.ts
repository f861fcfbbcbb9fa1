import type { RekorBody, SigstoreInstance } from '../minter';
import { logEntryJson } from '../minter/bundle';
import {
  dsseV2,
  hashedRekordV2,
  type RekorV2Verifier,
} from '../minter/rekorBodyV2';
import { hashFor, keyDetails } from '../minter/signBytes';
import { jsonReply, type Reply } from '../http/Reply';
import { checkEnvelope, readEnvelope } from './rekorProposals';
import type { RequestBody } from './RequestBody';
import { ServiceError } from './ServiceError';
import {
  checkDigestSignature,
  readKey,
  type SubmittedKey,
} from './submittedKey';

/**
 * `POST /api/v2/log/entries`: an entry with its inclusion proof, at once.
 *
 * @remarks Source: rekor-tiles, `rekor_service.proto`, CreateEntryRequest.
 * @throws ServiceError
 */
export function createTileEntry(
  body: RequestBody,
  instance: SigstoreInstance,
): Reply {
  const entry = instance.rekorV2.append(
    requestedEntry(body),
    instance.clock.now(),
  );
  return jsonReply(201, logEntryJson(entry));
}

function requestedEntry(body: RequestBody): RekorBody {
  if (body.has('hashedRekordRequestV002'))
    return hashedRekord(body.at('hashedRekordRequestV002'));
  if (body.has('dsseRequestV002')) return dsse(body.at('dsseRequestV002'));
  throw new ServiceError(400, 'the request has no entry that this log takes');
}

function hashedRekord(request: RequestBody): RekorBody {
  const submitted = readVerifier(request.at('signature', 'verifier'));
  const digest = request.bytes('digest');
  const signature = request.bytes('signature', 'content');
  checkDigestSignature(submitted.key, digest, signature);
  return hashedRekordV2(
    { hash: hashFor(submitted.key), digest },
    {
      content: signature.toString('base64'),
      verifier: verifierJson(submitted),
    },
  );
}

function dsse(request: RequestBody): RekorBody {
  const envelope = readEnvelope(request.at('envelope'));
  const [verifier] = request.list('verifiers');
  const submitted = readVerifier(verifier);
  checkEnvelope(envelope, submitted);
  return dsseV2(Buffer.from(envelope.payload, 'base64'), [
    {
      content: envelope.signatures[0].sig,
      verifier: verifierJson(submitted),
    },
  ]);
}

function readVerifier(verifier: RequestBody): SubmittedKey {
  return verifier.has('x509Certificate')
    ? readKey('certificate', verifier.bytes('x509Certificate', 'rawBytes'))
    : readKey('key', verifier.bytes('publicKey', 'rawBytes'));
}

function verifierJson({ type, der, key }: SubmittedKey): RekorV2Verifier {
  const rawBytes = der.toString('base64');
  return {
    keyDetails: keyDetails(key, { hash: hashFor(key) }),
    ...(type === 'certificate'
      ? { x509Certificate: { rawBytes } }
      : { publicKey: { rawBytes } }),
  };
}
