import { runInNewContext } from 'node:vm';
import {
  changed,
  edited,
  envelope,
  inBundle,
  inLayer,
  message,
  release,
  simpleSigning,
  statement,
  subject,
  verify,
} from '../__testUtils__/minted';
import type { Material } from '../material/Material';

const failed = (code: string) => ({ status: 'failed', code });
const hex = subject.slice(7);

describe('S8.1 which digest a statement is about', () => {
  const about = (digest: object) =>
    verify(inBundle(envelope(statement({ subject: [{ digest }] })))).outcome;

  it.each<[string, object]>([
    ['upper case', { sha256: hex.toUpperCase() }],
    ['a prefix', { sha256: subject }],
    ['white space', { sha256: ` ${hex}` }],
    ['more digits', { sha256: `${hex}00` }],
    ['another hash', { sha512: hex.repeat(2) }],
    ['another name for the hash', { SHA256: hex, 'sha-256': hex }],
    ['a list', { sha256: [hex] }],
  ])('not ours: %s', (_, digest) => {
    expect(about(digest)).toMatchObject(failed('subject-mismatch'));
  });

  it('ours among thousands', () => {
    const others = Array.from({ length: 4_999 }, (_, i) => ({
      name: `other-${i}`,
      digest: { sha256: i.toString(16).padStart(64, '0') },
    }));
    const own = { name: 'own', digest: { sha256: hex } };
    const evidence = verify(
      inBundle(envelope(statement({ subject: [...others, own] }))),
    );
    expect(evidence.outcome).toMatchObject({ status: 'proven' });
    expect(evidence.statement).toMatchObject({ subjectName: 'own' });
  });
});

describe('one document, two readings', () => {
  it('a bundle with two signatures', () => {
    const doubled = edited(inBundle(envelope()), ({ dsseEnvelope }) => {
      dsseEnvelope.signatures.push(dsseEnvelope.signatures[0]);
    });
    expect(verify(doubled).outcome).toMatchObject(failed('malformed'));
  });

  it('a bundle with an envelope and a message', () => {
    const other = JSON.parse(
      Buffer.from(inBundle(message(Buffer.from('x'))).bytes).toString(),
    );
    const both = edited(inBundle(envelope()), bundle => {
      bundle.messageSignature = other.messageSignature;
    });
    const { outcome, statement: read } = verify(both);
    // The library reads one of them, and so do we: what is proven is what was read.
    expect(outcome.status === 'proven' ? read?.role : 'sbom').toBe('sbom');
  });

  it('two envelopes under one key: the last counts, and its signature', () => {
    const good = Buffer.from(inBundle(envelope()).bytes).toString();
    const foreign = statement({ subject: [{ digest: { sha256: 'f' } }] });
    const bad = JSON.stringify({
      payloadType: 'application/vnd.in-toto+json',
      payload: Buffer.from(JSON.stringify(foreign)).toString('base64'),
      signatures: [{ sig: 'AAAA' }],
    });
    const twice = (text: string) =>
      verify(changed(inBundle(envelope()), { bytes: Buffer.from(text) }));
    const last = `${good.slice(0, -1)},"dsseEnvelope":${bad}}`;
    expect(twice(last).outcome).toMatchObject(failed('signature-invalid'));
  });

  it('other white space in a payload is another payload', () => {
    const spaced = edited(inBundle(envelope()), ({ dsseEnvelope }) => {
      const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString();
      dsseEnvelope.payload = Buffer.from(`${payload} `).toString('base64');
    });
    expect(verify(spaced).outcome).toMatchObject(failed('signature-invalid'));
  });

  it.each(['\u0000', '\u0000.evil.test', '\n', ' '])(
    'S2.2 a subject keeps what stands behind it: %j',
    tail => {
      const identity = { ...release, subject: `${release.subject}${tail}` };
      const { signer } = verify(
        inBundle(
          envelope(statement(), { signer: { type: 'certificate', identity } }),
        ),
      );
      expect(signer).toMatchObject({ subject: `${release.subject}${tail}` });
    },
  );
});

describe('bytes that cost more than they weigh', () => {
  /** Far more than it needs; what takes the square of its size takes minutes here. */
  const inTime = <T>(work: () => T): T =>
    runInNewContext('work()', { work }, { timeout: 20_000 });

  it('S5.1 base64 of line breaks only', () => {
    const broken = edited(inBundle(envelope()), ({ dsseEnvelope }) => {
      dsseEnvelope.payload = `${'\n'.repeat(300_000)}!`;
    });
    expect(inTime(() => verify(broken)).outcome).toMatchObject(
      failed('malformed'),
    );
  });
});

/** Every place of a document, with each of these in its place. */
const nonsense = [null, [], {}, -1, true, '', '\u0000', ['x'], 1e308];

function* variants(value: unknown): Generator<unknown> {
  yield* nonsense;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value))
    for (const variant of variants(child))
      yield Array.isArray(value)
        ? value.map((item, i) => (String(i) === key ? variant : item))
        : { ...value, [key]: variant };
}

describe('nonsense at any place ends as evidence, never as an exception', () => {
  const check = (material: Material) => {
    const evidence = verify(material);
    const proven = evidence.outcome.status === 'proven';
    expect(proven ? evidence.signer : undefined).toEqual(
      proven
        ? expect.objectContaining({ subject: release.subject })
        : undefined,
    );
    return proven;
  };

  it('in a bundle', () => {
    const material = inBundle(envelope());
    const document: unknown = JSON.parse(
      Buffer.from(material.bytes).toString(),
    );
    let survivors = 0;
    let count = 0;
    for (const variant of variants(document)) {
      const bytes = Buffer.from(JSON.stringify(variant));
      count++;
      if (check(changed(material, { bytes }))) survivors++;
    }
    expect(count).toBeGreaterThan(200);
    // What nobody signs: key ids, the sizes that a proof repeats, lists that are empty anyway.
    expect(survivors).toBeLessThan(count / 4);
  });

  it('in the annotations of a layer', () => {
    const material = inLayer(message(simpleSigning()));
    const key = 'dev.sigstore.cosign/bundle';
    const entry: unknown = JSON.parse(material.annotations[key]);
    for (const variant of variants(entry)) {
      const annotations = {
        ...material.annotations,
        [key]: JSON.stringify(variant),
      };
      expect(check(changed(material, { annotations }))).toBe(false);
    }
  });
});
