import type { TrustMaterial } from '@sigstore/verify';
import type { Authority, SigstoreAuthority } from '../../trust';
import type { Envelope } from '../Envelope';
import { AuthorityCertificate, MemoCertificate } from './memoCertificate';

type CertAuthority = TrustMaterial['certificateAuthorities'][number];

const remembering = new WeakSet<Authority>();

/**
 * An authority that does what is the same for every material only once. For who verifies materials under an authority
 * that does not change meanwhile; what it finds is what the authority finds that it was made from, proof by proof.
 *
 * @public
 */
export function withMemo(authority: Authority): Authority {
  const memo: Authority =
    authority.kind === 'sigstore'
      ? ofRoot(authority)
      : { ...authority, ...(authority.log && { log: ofRoot(authority.log) }) };
  remembering.add(memo);
  return memo;
}

/** Under such an authority a material's certificate is read once, too, and forgotten with it. */
export function forMemo(envelope: Envelope, authority: Authority): Envelope {
  const { signer, entity } = envelope;
  if (!remembering.has(authority) || signer.type !== 'certificate')
    return envelope;
  const certificate = new MemoCertificate(signer.certificate);
  return {
    ...envelope,
    signer: { ...signer, certificate },
    entity: { ...entity, key: { $case: 'certificate', certificate } },
  };
}

function ofRoot(authority: SigstoreAuthority): SigstoreAuthority {
  const { trust } = authority;
  return {
    ...authority,
    trust: {
      ...trust,
      certificateAuthorities: trust.certificateAuthorities.map(ofAuthority),
      timestampAuthorities: trust.timestampAuthorities.map(ofAuthority),
    },
  };
}

function ofAuthority({ certChain, ...rest }: CertAuthority): CertAuthority {
  return {
    ...rest,
    certChain: certChain.map(c => new AuthorityCertificate(c)),
  };
}
