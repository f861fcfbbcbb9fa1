import type { Digest } from '@countersign/domain';
import type { Descriptor } from '../oci';
import { fairOrder } from './fairOrder';

const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const predicate = 'dev.sigstore.bundle.predicateType';

/** `count` referrers, called `name0`, `name1`, ... */
function some(
  name: string,
  count: number,
  fields: { type?: string; says?: string } = {},
): Descriptor[] {
  const { type = bundle, says } = fields;
  const annotations: Record<string, string> =
    says === undefined ? {} : { [predicate]: says };
  return Array.from({ length: count }, (_, i) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `${name}${i}` as Digest,
    size: 1,
    artifactType: type,
    annotations,
  }));
}

const first = (count: number, ...lists: Descriptor[][]) =>
  fairOrder(lists.flat())
    .slice(0, count)
    .map(({ digest }) => digest);

const sign = { says: 'https://sigstore.dev/cosign/sign/v1' };
const provenance = { says: 'https://slsa.dev/provenance/v1' };
const scan = { says: 'https://cosign.sigstore.dev/attestation/vuln/v1' };

describe('S5.2 a flood of referrers hides as little as it can', () => {
  it('loses none and doubles none', () => {
    const lists = [
      ...some('a', 7),
      ...some('b', 4, scan),
      ...some('c', 3, { type: 'application/vnd.oci.empty.v1+json' }),
    ];
    const order = fairOrder(lists);
    expect(order).toHaveLength(lists.length);
    expect(new Set(order)).toEqual(new Set(lists));
  });

  it('of another kind', () => {
    const junk = some('junk', 500, sign);
    expect(first(4, junk, some('good', 1, provenance))).toContain('good0');
    expect(first(4, some('good', 1, provenance), junk)).toContain('good0');
  });

  it.each([0, 500])('of the same kind, with %s before it', before => {
    const list = some('junk', 500, sign);
    list.splice(before, 0, ...some('good', 1, sign));
    expect(first(2, list)).toContain('good0');
  });

  it('of many invented kinds', () => {
    const junk = Array.from({ length: 500 }, (_, i) =>
      some(`junk${i}`, 1, { says: `https://junk.test/${i}` }),
    );
    expect(first(4, ...junk, some('good', 1, sign))).toContain('good0');
    expect(first(10, ...junk, some('good', 5, sign)).sort()).toEqual(
      expect.arrayContaining(['good0', 'good1', 'good2', 'good3', 'good4']),
    );
  });

  it.each([false, true])(
    'of many invented types, all behind it: %s',
    isFirst => {
      const junk = Array.from({ length: 500 }, (_, i) =>
        some(`junk${i}`, 1, { ...sign, type: `${bundle};a=${i}` }),
      ).flat();
      const good = some('good', 1, sign);
      const lists = isFirst ? [good, junk] : [junk, good];
      expect(first(4, ...lists)).toContain('good0');
    },
  );

  it('of many invented kinds of reports', () => {
    const junk = Array.from({ length: 500 }, (_, i) =>
      some(`junk${i}`, 1, { says: `https://junk.test/${i}` }),
    ).flat();
    const good = some('good', 1, scan);
    expect(first(4, good, junk)).toContain('good0');
    expect(first(4, junk, good)).toContain('good0');
  });

  it('of what vouches leaves room for reports, and the other way round', () => {
    expect(first(2, some('junk', 500, sign), some('scan', 1, scan))).toContain(
      'scan0',
    );
    expect(first(2, some('scan', 500, scan), some('good', 1, sign))).toContain(
      'good0',
    );
  });

  it('of what does not say what it is', () => {
    const junk = some('junk', 500, {
      type: 'application/vnd.oci.empty.v1+json',
    });
    expect(first(1, junk, some('good', 1))).toEqual(['good0']);
  });

  it('of any shape takes no time', () => {
    const kinds = Array.from({ length: 50_000 }, (_, i) =>
      some(`kind${i}`, 1, { says: String(i) }),
    );
    const started = process.hrtime.bigint();
    fairOrder([...kinds.flat(), ...some('same', 50_000)]);
    expect(process.hrtime.bigint() - started).toBeLessThan(5_000_000_000n);
  });
});
