import fc from 'fast-check';
import type { Digest } from '../records/digest';
import type { Claim } from './Claim';
import { outranks } from './outranks';
import { placeClaims, type Placement } from './placeClaims';

const digest = (character: string) =>
  `sha256:${character.repeat(64)}` as Digest;

function claim(changes: Partial<Claim>, place: object = {}): Claim {
  return {
    locator: 'annotation',
    standing: 'declared',
    identity: {
      entityRef: 'component:default/pay',
      kind: 'container-image',
      repository: 'ghcr.io/acme/pay',
      ...place,
    },
    reference: 'ghcr.io/acme/pay:1',
    ...changes,
  };
}

const seen = (character: string, place: object = {}, tag?: string) =>
  claim(
    {
      locator: 'kubernetes',
      standing: 'observed',
      reference: `ghcr.io/acme/pay@${digest(character)}`,
      digest: digest(character),
      tag,
    },
    place,
  );

const said = (placement: Placement) =>
  placement.usages.map(({ identity, member, claim: { reference } }) => [
    identity.environment,
    identity.location,
    member,
    reference,
  ]);

describe('placeClaims', () => {
  it('S3.2 lets what is observed outrank what is declared for the same place', () => {
    const declared = claim({}, { environment: 'prod' });
    const observed = seen('a', { environment: 'prod' });
    const placement = placeClaims([declared, observed]);
    expect(placement.usages.map(({ claim: one }) => one)).toEqual([observed]);
    expect(placement.outranked).toEqual([
      { claim: declared, comparison: 'unknown' },
    ]);
  });

  it('S3.2 counts a declaration that leaves the place open with what runs in each of its places', () => {
    const placement = placeClaims([
      claim({}, { environment: 'prod' }),
      seen('a', { environment: 'prod', location: 'eu' }),
      seen('a', { environment: 'prod', location: 'us' }),
    ]);
    expect(placement.usages).toHaveLength(2);
    expect(placement.outranked).toHaveLength(1);
  });

  it('S3.2 keeps what is declared for prod beside a cluster of which nobody knows the environment', () => {
    const declared = claim({}, { environment: 'prod' });
    const placement = placeClaims([declared, seen('a')]);
    expect(placement.usages.map(({ claim: one }) => one.standing)).toEqual([
      'observed',
      'declared',
    ]);
    expect(placement.outranked).toEqual([]);
  });

  it('S3.1 assumes the kind of what nobody names, and of nothing that somebody names in whatever place', () => {
    const unnamed = claim({ isKindAssumed: true }, { environment: 'prod' });
    const kinds = (...claims: Claim[]) =>
      placeClaims(claims).usages.map(one => one.isKindAssumed ?? false);
    expect(kinds(unnamed)).toEqual([true]);
    expect(kinds(claim({}))).toEqual([false]);
    const convention = { locator: 'convention' };
    // The annotation goes first, and would otherwise take away what the platform asks for.
    expect(kinds(unnamed, claim(convention, { environment: 'prod' }))).toEqual([
      false,
    ]);
    expect(kinds(unnamed, claim(convention, { environment: 'dev' }))).toEqual([
      false,
      false,
    ]);
    const observed = {
      ...seen('a', { environment: 'prod' }),
      isKindAssumed: true,
    };
    expect(kinds(claim({}, { environment: 'prod' }), observed)).toEqual([
      false,
    ]);
    expect(kinds(unnamed, observed)).toEqual([true]);
    const other = { repository: 'ghcr.io/acme/risk' };
    expect(kinds(unnamed, claim({}, other)).sort()).toEqual([false, true]);
  });

  it('S1.1 holds every digest that one place runs, whatever was seen first', () => {
    const both = [
      seen('b', { environment: 'prod' }),
      seen('a', { environment: 'prod' }),
    ];
    const expected = [
      ['prod', undefined, undefined, `ghcr.io/acme/pay@${digest('a')}`],
      ['prod', undefined, digest('b'), `ghcr.io/acme/pay@${digest('b')}`],
    ];
    expect(said(placeClaims(both))).toEqual(expected);
    expect(said(placeClaims(both.reverse()))).toEqual(expected);
  });

  it('S3.2 tells that another digest is declared than runs', () => {
    const declared = claim({ digest: digest('c') }, { environment: 'prod' });
    const { disagreements, outranked } = placeClaims([
      declared,
      seen('a', { environment: 'prod' }),
    ]);
    expect(outranked).toEqual([{ claim: declared, comparison: 'differs' }]);
    expect(disagreements).toMatchObject([
      { claim: declared, usage: { claim: { digest: digest('a') } } },
    ]);
  });

  it('S3.2 tells nothing while one of the digests that run is the declared one', () => {
    const { disagreements, outranked } = placeClaims([
      claim({ digest: digest('b') }, { environment: 'prod' }),
      seen('a', { environment: 'prod' }),
      seen('b', { environment: 'prod' }),
    ]);
    expect(disagreements).toEqual([]);
    expect(outranked).toMatchObject([{ comparison: 'same' }]);
  });

  it('S3.2 compares tags where one of the two names no digest, and nothing where nothing can be compared', () => {
    const prod = { environment: 'prod' };
    const declared = claim({ tag: '1' }, prod);
    expect(
      placeClaims([declared, seen('a', prod, '2')]).disagreements,
    ).toHaveLength(1);
    expect(placeClaims([declared, seen('a', prod, '1')]).disagreements).toEqual(
      [],
    );
    expect(placeClaims([declared, seen('a', prod)]).disagreements).toEqual([]);
  });

  it('takes the latest report, and the annotation before a convention', () => {
    const report = (at: string, tag: string) =>
      claim({
        locator: 'report',
        standing: 'reported',
        at,
        reference: `r:${tag}`,
      });
    const late = report('2026-11-21T10:00:00.000Z', '2');
    const early = report('2026-11-20T10:00:00.000Z', '3');
    const { usages, outranked } = placeClaims([early, late]);
    expect(usages.map(({ claim: one }) => one)).toEqual([late]);
    expect(outranked.map(({ claim: one }) => one)).toEqual([early]);
    const own = claim({ reference: 'r:z' });
    const convention = claim({ locator: 'convention', reference: 'r:a' });
    expect(placeClaims([convention, own]).usages[0].claim).toBe(own);
  });

  it('lets nothing that cannot be read speak over anything', () => {
    const problem = {
      code: 'annotation-invalid',
      origin: 'configuration',
      message: 'no digest',
    } as const;
    const { usages } = placeClaims([
      { ...seen('a', { environment: 'prod' }), problem },
      claim({}, { environment: 'prod' }),
    ]);
    expect(usages).toHaveLength(2);
  });

  const place = fc.record({
    environment: fc.constantFrom(undefined, 'dev', 'prod'),
    location: fc.constantFrom(undefined, 'eu', 'us'),
  });
  const locators = [
    ['kubernetes', 'observed'],
    ['argo', 'observed'],
    ['report', 'reported'],
    ['annotation', 'declared'],
    ['convention', 'declared'],
  ] as const;
  const anyClaim = fc
    .record({
      place,
      locator: fc.constantFrom(...locators),
      digest: fc.constantFrom(undefined, 'a', 'b', 'c'),
      tag: fc.constantFrom(undefined, '1', '2'),
      at: fc.constantFrom('2026-11-20', '2026-11-21'),
    })
    .map(one =>
      claim(
        {
          locator: one.locator[0],
          standing: one.locator[1],
          tag: one.tag,
          at: one.at,
          ...(one.digest && { digest: digest(one.digest) }),
          reference: `ghcr.io/acme/pay:${one.tag}@${one.digest}`,
        },
        one.place,
      ),
    );
  const worlds = fc.array(anyClaim, { maxLength: 12 });

  it('comes to the same whatever the order of the claims', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), (world, order) => {
        const keys = new Map(world.map(one => [one, order.next().value]));
        const shuffled = [...world].sort((a, b) => keys.get(a)! - keys.get(b)!);
        const sorted = (claims: Claim[]) =>
          said(placeClaims(claims))
            .map(one => JSON.stringify(one))
            .sort();
        expect(sorted(shuffled)).toEqual(sorted(world));
      }),
    );
  });

  it('uses or outranks every claim once, and gives no two usages one identity', () => {
    fc.assert(
      fc.property(worlds, world => {
        const { usages, outranked } = placeClaims(world);
        const used = [...usages, ...outranked].map(({ claim: one }) => one);
        expect(used).toHaveLength(world.length);
        expect(new Set(used)).toEqual(new Set(world));
        const ids = usages.map(({ identity, member }) =>
          JSON.stringify([identity.environment, identity.location, member]),
        );
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('S3.2 tells by which usages a claim is outranked, and of what holds that nothing outranks it', () => {
    fc.assert(
      fc.property(worlds, world => {
        const { usages, outranked } = placeClaims(world);
        const holding = usages.map(({ claim: one }) => one);
        for (const { claim: other, comparison } of outranked) {
          const over = holding.filter(one => outranks(one, other));
          expect(over).not.toEqual([]);
          const runsIt = over.some(
            one => one.digest === other.digest && one.tag === other.tag,
          );
          expect(comparison === 'differs' && runsIt).toBe(false);
        }
        for (const one of holding)
          for (const other of holding)
            expect(one !== other && outranks(one, other)).toBe(false);
      }),
    );
  });

  it('S3.2 makes no disagreement of two declarations for one place, and shows that they differ', () => {
    const { disagreements, outranked } = placeClaims([
      claim({ tag: '1' }),
      claim({ locator: 'convention', tag: '2' }),
    ]);
    expect(disagreements).toEqual([]);
    expect(outranked).toMatchObject([
      { claim: { locator: 'convention' }, comparison: 'differs' },
    ]);
  });

  it('never lets a claim of a lower standing change what better ones hold', () => {
    fc.assert(
      fc.property(worlds, anyClaim, (world, added) => {
        const order = ['observed', 'reported', 'declared'];
        const better = ({ claim: one }: { claim: Claim }) =>
          order.indexOf(one.standing) < order.indexOf(added.standing);
        const before = placeClaims(world).usages.filter(better);
        const after = placeClaims([...world, added]).usages.filter(better);
        expect(after).toEqual(before);
      }),
    );
  });
});
