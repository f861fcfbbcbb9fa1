import { sign, verify } from 'node:crypto';
import { alternativeNameOf, type CertificateIdentity } from '../minter';
import { generateKeyPair } from '../minter/keys';
import { ServiceError } from './ServiceError';

const audience = 'sigstore';
const lifetimeSeconds = 600;
/** What the certificate will say: real authorities derive it from the claims of each issuer. */
const identityClaim = 'sandbox.countersign.dev/identity';

/** Whom a token is for. */
export interface TokenHolder {
  /** What the holder of the token has to sign to prove that the key is theirs. */
  challenge: string;
  identity: CertificateIdentity;
}

/**
 * Gives identities of the sandbox tokens, as an OIDC provider does, and believes no others.
 *
 * @public
 */
export class IdentityProvider {
  private readonly keys = generateKeyPair();

  constructor(private readonly clock: { now(): Date }) {}

  /** A JWT on ES256, good for ten minutes. */
  token(identity: CertificateIdentity): string {
    const { issuer, subject, claims } = identity;
    const isPerson = alternativeNameOf(identity).type === 'email';
    const payload = {
      iss: issuer,
      sub: claims?.tokenSubject ?? subject,
      ...(isPerson && { email: subject, email_verified: true }),
      aud: audience,
      iat: this.seconds(),
      exp: this.seconds() + lifetimeSeconds,
      [identityClaim]: identity,
    };
    const text = [{ alg: 'ES256', typ: 'JWT' }, payload]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${this.sign(text).toString('base64url')}`;
  }

  /** @throws ServiceError 401 where the token is not ours, or not good any more. */
  read(token: string): TokenHolder {
    const [header, body, signature, ...rest] = token.split('.');
    if (!signature || rest.length > 0) throw refused('is no JWT');
    if (!this.isOurs(`${header}.${body}`, signature))
      throw refused('is not signed by the provider');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString());
    if (payload.aud !== audience) throw refused('is for another audience');
    if (payload.exp <= this.seconds()) throw refused('has expired');
    return {
      challenge: payload.email ?? payload.sub,
      identity: payload[identityClaim],
    };
  }

  private sign(text: string): Buffer {
    const { privateKey: key } = this.keys;
    return sign('sha256', Buffer.from(text), {
      key,
      dsaEncoding: 'ieee-p1363',
    });
  }

  private isOurs(text: string, signature: string): boolean {
    const { publicKey: key } = this.keys;
    return verify(
      'sha256',
      Buffer.from(text),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function refused(why: string) {
  return new ServiceError(401, `the token ${why}`);
}
