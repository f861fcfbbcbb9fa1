import { evidenceFailureCodes, type Evidence } from '@countersign/domain';
import { publicKeyPem } from '@countersign/sandbox';
import { digestOf } from '../encoding';
import type { Material } from '../material/Material';
import {
  acme,
  changed,
  envelope,
  inBundle,
  inLayer,
  keys,
  message,
  simpleSigning,
  statement,
  subject,
  verify,
} from '../__testUtils__/minted';
import {
  flip,
  placesOf,
  sameCertificate,
  type Place,
} from '../__testUtils__/mutations';
import { random } from '../__testUtils__/random';
import { keyAuthority, type Authority, type SigstoreAuthority } from '../trust';

jest.setTimeout(120_000);

const file = Buffer.from('a release file');
const platform = keyAuthority('platform-key', publicKeyPem(keys));
const logged = keyAuthority('logged', publicKeyPem(keys), {
  log: acme as SigstoreAuthority,
});
const byKey = { signer: { type: 'key' as const, keys } };
const intoto001 = { logEntry: 'intoto-0.0.1' as const };

interface Positive {
  name: string;
  material: Material;
  authority: Authority;
  subject: typeof subject;
}

const positive = (
  name: string,
  material: Material,
  authority: Authority = acme,
  about = subject,
): Positive => ({ name, material, authority, subject: about });

const positives: Positive[] = [
  positive('bundle', inBundle(envelope())),
  positive('file bundle', inBundle(message(file)), acme, digestOf(file)),
  positive('.att', inLayer(envelope())),
  positive('.att with intoto 0.0.1', inLayer(envelope(statement(), intoto001))),
  positive('.sig', inLayer(message(simpleSigning()))),
  positive('bundle by key', inBundle(envelope(statement(), byKey)), platform),
  positive(
    'logged bundle by key',
    inBundle(envelope(statement(), byKey)),
    logged,
  ),
  positive('.sig by key', inLayer(message(simpleSigning(), byKey)), platform),
];

/**
 * Places that verification does not read, so that a change leaves the material proven. The annotated chain is never
 * trust; a key authority without a log knows none.
 */
function isRead({ path }: Place, { material, authority }: Positive): boolean {
  if (/keyid$|cosign\/chain$|publicKey\.hint$/.test(path)) return false;
  if (
    material.format === 'cosign-attestation' &&
    path.endsWith('cosign/signature')
  )
    return false;
  const knowsNoLog = authority.kind === 'key' && !authority.log;
  return !knowsNoLog || !/tlogEntries|cosign\/bundle/.test(path);
}

/** What is still proven, or fails without a code of the closed set. */
function survivors(attempts: { what: string; evidence: Evidence }[]) {
  return attempts.filter(({ evidence: { outcome } }) =>
    outcome.status === 'proven'
      ? true
      : !evidenceFailureCodes.includes(outcome.code),
  );
}

describe('S5.2 no fault makes anything proven', () => {
  it.each(positives)('$name: is proven to begin with', given => {
    expect(verify(given.material, given).outcome.status).toBe('proven');
  });

  it.each(positives)('$name: one character of a field changed', given => {
    const next = random(given.name.length * 7_919);
    const attempts = placesOf(given.material)
      .filter(place => isRead(place, given))
      .flatMap(place =>
        Array.from({ length: 5 }, () => flip(place.text, next))
          .filter(text => !sameCertificate(place.text, text))
          .map(text => ({
            what: `${place.path}: ${text.slice(0, 200)}`,
            evidence: verify(place.replace(text), given),
          })),
      );
    expect(attempts.length).toBeGreaterThan(5);
    expect(survivors(attempts)).toEqual([]);
  });

  it.each(positives)('$name: a field dropped', given => {
    // A proof may go where a promise stays, and a v0.3 bundle's media type is checked apart.
    const optional = /inclusionProof/;
    const attempts = placesOf(given.material)
      .filter(place => isRead(place, given) && !optional.test(place.path))
      .map(place => ({
        what: place.path,
        evidence: verify(place.replace(undefined), given),
      }));
    expect(survivors(attempts)).toEqual([]);
  });

  it.each(positives)('$name: cut off anywhere', given => {
    const next = random(given.name.length);
    const attempts = Array.from({ length: 20 }, () => {
      const length = next(given.material.bytes.length);
      const bytes = given.material.bytes.slice(0, length);
      return {
        what: `first ${length} bytes`,
        evidence: verify(changed(given.material, { bytes }), given),
      };
    });
    expect(survivors(attempts)).toEqual([]);
  });

  it.each(positives)('$name: for another digest', given => {
    const { material, authority } = given;
    const outcome = verify(material, {
      authority,
      subject: digestOf('x'),
    }).outcome;
    expect(outcome).toMatchObject({
      status: 'failed',
      code: 'subject-mismatch',
    });
  });

  it('annotations of one material on another', () => {
    const layers = positives.filter(
      ({ material, authority }) =>
        material.format !== 'sigstore-bundle' && authority === acme,
    );
    const attempts = layers.flatMap(mine =>
      layers
        .filter(theirs => theirs !== mine)
        .flatMap(theirs =>
          placesOf(theirs.material)
            .filter(place => place.path in mine.material.annotations)
            .filter(place => isRead(place, mine))
            .map(({ path, text }) => ({
              what: `${path} of ${theirs.name} on ${mine.name}`,
              evidence: verify(
                changed(mine.material, {
                  annotations: { ...mine.material.annotations, [path]: text },
                }),
                mine,
              ),
            })),
        ),
    );
    expect(attempts.length).toBeGreaterThan(5);
    expect(survivors(attempts)).toEqual([]);
  });

  it('bytes read as another format', () => {
    const formats = [
      'cosign-signature',
      'cosign-attestation',
      'sigstore-bundle',
    ] as const;
    const attempts = positives.flatMap(given =>
      formats
        .filter(format => format !== given.material.format)
        .map(format => ({
          what: `${given.name} as ${format}`,
          evidence: verify(changed(given.material, { format }), given),
        })),
    );
    expect(survivors(attempts)).toEqual([]);
  });
});
