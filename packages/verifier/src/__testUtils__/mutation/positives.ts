import type { Digest, Evidence } from '@countersign/domain';
import { publicKeyPem, workflowIdentity } from '@countersign/sandbox';
import { digestOf } from '../../encoding';
import type { Material } from '../../material/Material';
import { keyAuthority, type Authority } from '../../trust';
import { withMemo } from '../../verification/sigstore/memo';
import {
  acme,
  envelope,
  inBundle,
  inLayer,
  keys,
  message,
  simpleSigning,
  statement,
  subject,
  verify,
} from '../minted';
import { partsOf, type Part } from './parts';

/** A material that is proven as it is. */
export interface Positive {
  name: string;
  material: Material;
  authority: Authority;
  subject: Digest;
  parts: Part[];
  /** What is proven of it. */
  before: Evidence;
}

/** With the memo of the workers: what is tampered with meets there what was not. */
const acmeInWorkers = withMemo(acme);

function positive(
  name: string,
  material: Material,
  authority: Authority = acmeInWorkers,
  about: Digest = subject,
): Positive {
  return {
    name,
    material,
    authority,
    subject: about,
    parts: partsOf(material),
    before: verify(material, { authority, subject: about }),
  };
}

/** A statement that vouches for an artifact, so that a rule is met by it. */
export const vouchingFor = (about: Digest) =>
  statement({
    subject: [{ name: 'acme/payments', digest: { sha256: about.slice(7) } }],
    predicateType: 'https://sigstore.dev/cosign/sign/v1',
    predicate: {},
  });

const vouching = vouchingFor(subject);
const file = Buffer.from('a release file');
const byKey = { signer: { type: 'key' as const, keys } };
export const platform = keyAuthority('platform-key', publicKeyPem(keys));
const witnessed = withMemo(
  keyAuthority('platform-key', publicKeyPem(keys), { log: acme }),
);
const v2 = { logEntry: 'hashedrekord-0.0.2' as const };

/** Every form that ours reads, each minted once. */
export const positives: Positive[] = [
  positive('bundle', inBundle(envelope(vouching))),
  positive('bundle v0.1', inBundle(envelope(vouching), '0.1')),
  positive('bundle v0.2', inBundle(envelope(vouching), '0.2')),
  positive(
    'file bundle',
    inBundle(message(file)),
    acmeInWorkers,
    digestOf(file),
  ),
  positive(
    'file bundle in Rekor v2',
    inBundle(message(file, v2)),
    acmeInWorkers,
    digestOf(file),
  ),
  positive('bundle in Rekor v2', inBundle(envelope(vouching, v2))),
  positive('.att', inLayer(envelope(vouching))),
  positive(
    '.att with intoto 0.0.1',
    inLayer(envelope(vouching, { logEntry: 'intoto-0.0.1' })),
  ),
  positive(
    'bundle with intoto 0.0.2',
    inBundle(envelope(vouching, { logEntry: 'intoto-0.0.2' })),
  ),
  positive('.sig', inLayer(message(simpleSigning()))),
  positive('bundle by key', inBundle(envelope(vouching, byKey)), platform),
  positive('.sig by key', inLayer(message(simpleSigning(), byKey)), platform),
  positive(
    'bundle by key, with the log',
    inBundle(envelope(vouching, byKey)),
    witnessed,
  ),
];

/** The same forms by somebody whom the rule does not know. */
const nightly = workflowIdentity({
  repository: 'acme/payments',
  workflow: 'nightly.yml',
  ref: 'refs/heads/main',
});

/** An artifact that somebody signed who may not, with that signature. */
export const wronglySigned = (() => {
  const about = digestOf('an artifact of the nightly build');
  const signer = { type: 'certificate' as const, identity: nightly };
  return positive(
    'signed by another workflow',
    inBundle(envelope(vouchingFor(about), { signer })),
    acmeInWorkers,
    about,
  );
})();

/** An artifact to which nobody attached anything. */
export const unsigned = digestOf('an artifact that nobody signed');
