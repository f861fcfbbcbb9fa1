import type { KeyObject } from 'node:crypto';
import type { SigstoreInstance } from '../minter';
import { pem } from '../minter/keys';
import { jsonReply, type Reply } from '../http/Reply';
import { keyOfCertificateRequest } from './certificateRequest';
import type { IdentityProvider } from './IdentityProvider';
import type { RequestBody } from './RequestBody';
import { checkSignature, readPem } from './submittedKey';

export const signingCertificatePath = '/api/v2/signingCert';
export const olderSigningCertificatePath = '/api/v1/signingCert';

/** A key with its holder's signature, read from where each version of the protocol has them. */
type ReadProof = (body: RequestBody) => { key: string; signature: Buffer };

const proofInBody: ReadProof = body => ({
  key: body.text('publicKeyRequest', 'publicKey', 'content'),
  signature: body.bytes('publicKeyRequest', 'proofOfPossession'),
});

const olderProofInBody: ReadProof = body => ({
  key: body.bytes('publicKey', 'content').toString(),
  signature: body.bytes('signedEmailAddress'),
});

/**
 * Fulcio over HTTP: a certificate for whoever shows a token and proves to hold the key.
 *
 * @remarks Source: Fulcio, `fulcio.proto`, CreateSigningCertificateRequest; `fulcio_legacy.proto` for version 1.
 */
export class FulcioService {
  constructor(
    private readonly instance: SigstoreInstance,
    private readonly provider: IdentityProvider,
  ) {}

  /**
   * Version 2.
   *
   * @param authorization - The header, where some clients have the token.
   * @throws ServiceError
   */
  issue(body: RequestBody, authorization?: string): Reply {
    const certificates = this.certify(body, authorization, proofInBody);
    return jsonReply(200, {
      signedCertificateEmbeddedSct: { chain: { certificates } },
    });
  }

  /**
   * Version 1, which cosign 2 speaks.
   *
   * @throws ServiceError
   */
  issueByOlderProtocol(body: RequestBody, authorization?: string): Reply {
    const certificates = this.certify(body, authorization, olderProofInBody);
    return {
      status: 201,
      headers: { 'content-type': 'application/pem-certificate-chain' },
      body: Buffer.from(certificates.join('')),
    };
  }

  /** @returns leaf first, root last, in PEM */
  private certify(
    body: RequestBody,
    authorization: string | undefined,
    readProof: ReadProof,
  ): string[] {
    const { instance, provider } = this;
    const token = tokenOf(body, authorization);
    const { challenge, identity } = provider.read(token);
    const key = provenKey(body, challenge, readProof);
    const at = instance.clock.now();
    const certificate = instance.fulcio.issue(key, identity, { at });
    return [certificate, ...instance.fulcio.chain].map(der =>
      pem('CERTIFICATE', der),
    );
  }
}

/** The body's token goes before the header's, as in Fulcio. */
function tokenOf(body: RequestBody, authorization = ''): string {
  const [, bearer] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  const inBody = body.optionalText('credentials', 'oidcIdentityToken');
  return inBody || bearer || body.text('credentials', 'oidcIdentityToken');
}

/** Who holds a token must also hold the key: else they could certify somebody else's. */
function provenKey(
  body: RequestBody,
  challenge: string,
  readProof: ReadProof,
): KeyObject {
  // Some clients send it empty beside a key.
  if (body.optionalText('certificateSigningRequest'))
    return keyOfCertificateRequest(body.bytes('certificateSigningRequest'));
  const proof = readProof(body);
  const { key } = readPem(proof.key);
  checkSignature(key, Buffer.from(challenge), proof.signature);
  return key;
}
