import {
  acme,
  ago,
  collection,
  digest,
  failed,
  hour,
  identity,
  platformKey,
  input,
  partner,
  proven,
  releaseRule,
  releaseWorkflow,
  scanned,
} from '../testing/judgeInputs';
import type { JudgeInput } from '../judge';
import type { AcceptanceRule } from '../registry/rule';
import type { RegistryContent } from '../registry/rule';
import { RegistryPair } from './RegistryPair';
import { replayUsage } from './replayUsage';

const rule = (change: Partial<AcceptanceRule>): AcceptanceRule => ({
  ...releaseRule,
  ...change,
});
const content = (...rules: AcceptanceRule[]): RegistryContent => ({ rules });
const observed = rule({ mode: 'observe' });
const stranger = identity({
  subject:
    'https://github.com/evil/x/.github/workflows/release.yml@refs/tags/v1',
});
const signers = releaseRule.signers;
const anybody = rule({
  signers: [
    ...signers,
    {
      authority: 'acme',
      issuer: stranger.issuer,
      subject: 'https://github.com/*/*/.github/workflows/release.yml@**',
    },
  ],
});

function replay(
  before: RegistryContent,
  after: RegistryContent,
  change: Partial<JudgeInput> = {},
  owners?: string[],
) {
  const pair = new RegistryPair(
    { version: 1, ...before },
    { version: 2, ...after },
  );
  return replayUsage(input(change), pair, owners && new Set(owners));
}

describe('S9.3 what a change of the registry does to one usage', () => {
  const unknown = { evidence: [proven({ signer: stranger })] };

  it('compares verdict and decision, with the reasons', () => {
    expect(
      replay(content(releaseRule), content(anybody), unknown).flip,
    ).toEqual({
      before: expect.objectContaining({
        verdict: 'untrusted',
        decision: 'deny',
        codes: ['signer-not-accepted'],
        isEnforced: true,
      }),
      after: expect.objectContaining({
        verdict: 'trusted',
        decision: 'allow',
        codes: ['accepted'],
        reason: expect.objectContaining({ code: 'accepted' }),
      }),
      direction: 'more-permissive',
      isNewlyDenied: false,
    });
  });

  it('says the opposite of the opposite change', () => {
    const { flip } = replay(content(anybody), content(releaseRule), unknown);
    expect(flip.direction).toBe('stricter');
    expect(flip.isNewlyDenied).toBe(true);
  });

  it('S4.6 sees a step from enforce to observe, which leaves the verdict alone', () => {
    const { flip } = replay(content(releaseRule), content(observed), unknown);
    expect(flip.before.verdict).toBe(flip.after.verdict);
    expect([flip.before.decision, flip.after.decision]).toEqual([
      'deny',
      'warn',
    ]);
    expect(flip.direction).toBe('more-permissive');
  });

  it('compares verdicts under one decision, by S4.5', () => {
    const { flip } = replay(
      content(observed),
      content(rule({ mode: 'observe', signers: [{ key: 'platform-key' }] })),
    );
    expect(flip.direction).toBe('stricter');
    const back = replay(content(), content(observed), { evidence: [] });
    expect(back.flip.direction).toBe('same');
  });

  it('S2.4 a binding speaks of its entity alone, and only rules that ask for it flip', () => {
    const own = rule({
      signers: signers.map(signer => ({ ...signer, ownRepository: true })),
    });
    const claims = { sourceRepository: 'https://github.com/acme/payments' };
    const evidence = [proven({ signer: identity({ claims }) })];
    const repository = claims.sourceRepository;
    const boundTo = (entity: string, one = own): RegistryContent => ({
      ...content(one),
      bindings: [{ entity, repository }],
    });
    const mine = 'component:default/payments';
    const { flip, admitted } = replay(content(own), boundTo(mine), {
      evidence,
    });
    expect(flip.direction).toBe('more-permissive');
    expect(admitted).toHaveLength(1);
    const elsewhere = boundTo('component:default/orders');
    expect(replay(content(own), elsewhere, { evidence }).flip.direction).toBe(
      'same',
    );
    // Nothing has to be predicted where the change does not speak of it.
    const unlooked = { evidence: [], authorities: [] };
    const unpredictableIn = (after: RegistryContent) =>
      replay(content(own), after, unlooked).flip.unpredictable;
    expect(unpredictableIn(elsewhere)).toBeUndefined();
    expect(unpredictableIn(boundTo(mine))).toBeDefined();
    const free = boundTo(mine, releaseRule);
    expect(replay(content(releaseRule), free).flip.direction).toBe('same');
  });

  it('S6.4 judges what a change takes away without it, and what it brings with it', () => {
    const own = content(rule({ signers: [{ key: 'ci' }] }));
    const keys = [{ name: 'ci', publicKey: 'a key' }];
    const ci = { ...platformKey, name: 'ci', digest: digest('9') };
    const byKey = proven({
      authority: 'ci',
      authorityDigest: ci.digest,
      signer: { type: 'key', fingerprint: digest('8') },
    });
    const without = input({ evidence: [byKey] });
    const having = { ...without, authorities: [...without.authorities, ci] };
    const pair = new RegistryPair(
      { version: 1, ...own, keys },
      { version: 2, ...own },
    );
    const gone = replayUsage(having, pair, undefined, without);
    expect(gone.flip).toMatchObject({
      before: { verdict: 'trusted' },
      after: { verdict: 'untrusted', codes: ['authority-removed'] },
      ...{ direction: 'stricter', isNewlyDenied: true },
    });
    const back = new RegistryPair(pair.after, pair.before);
    const unproven = { ...without, evidence: [] };
    const come = replayUsage(unproven, back, undefined, having);
    expect(come.flip).toMatchObject({
      after: { verdict: 'trusted' },
      direction: 'more-permissive',
    });
    expect(come.admitted).toMatchObject([{ type: 'key', authority: 'ci' }]);
    const elsewhere = new RegistryPair(
      { version: 1, ...content(releaseRule), keys },
      { version: 2, ...content(releaseRule) },
    );
    expect(elsewhere.touches(having)).toBe(false);
    expect(elsewhere.touches({ ...having, authorities: [ci] })).toBe(true);
    expect(pair.touches(having)).toBe(true);
    const unasked = { ...unproven, authorities: having.authorities };
    expect(
      replayUsage(unproven, back, undefined, unasked).flip.unpredictable,
    ).toBeDefined();
  });

  it('takes another reason alone for no flip', () => {
    const other = rule({ signers: [{ key: 'platform-key' }] });
    const { flip } = replay(content(releaseRule), content(other), unknown);
    expect(flip.direction).toBe('same');
    expect(flip.before.reason.code).not.toBe(flip.after.reason.code);
  });

  it('sees what a distrust entry does', () => {
    const { flip } = replay(content(releaseRule), {
      rules: [releaseRule],
      distrust: [{ authority: 'acme', reason: 'stolen' }],
    });
    expect(flip.after.reason.code).toBe('distrusted');
    expect(flip.isNewlyDenied).toBe(true);
  });
});

describe('S9.3 what the stored evidence cannot answer', () => {
  const change = [content(releaseRule), content(observed)] as const;
  const cause = (given: Partial<JudgeInput>) =>
    replay(...change, given).flip.unpredictable;

  it('is a usage at which nobody could ever look in full', () => {
    const { usage } = input();
    const unseen = { usage: { ...usage, digest: undefined } };
    const pending = { ...unseen, collections: [], evidence: [] };
    expect(cause({ ...pending, resolution: { status: 'pending' } })).toEqual({
      cause: 'nothing-collected',
    });
  });

  it('S6.1 is one whose newest complete look is too old', () => {
    const collections = [collection([digest('b')], { at: ago(25 * hour) })];
    expect(cause({ collections })).toEqual({ cause: 'collection-too-old' });
    const young = [collection([digest('b')], { at: ago(23 * hour) })];
    expect(cause({ collections: young })).toBeUndefined();
  });

  it('is material that no authority in force was asked about', () => {
    expect(cause({ evidence: [] })).toEqual({ cause: 'material-unverified' });
    const old = proven({ authorityDigest: digest('9') });
    expect(cause({ evidence: [old] })).toEqual({
      cause: 'material-unverified',
    });
    expect(
      cause({
        evidence: [failed('signature-invalid')],
        unverified: [digest('a')],
      }),
    ).toEqual({ cause: 'material-unverified' });
  });

  it('is an authority that the new rules name and that was never asked', () => {
    const named = rule({
      signers: [
        { ...signers[0], authority: 'partner' },
        { key: 'new-key' },
      ] as AcceptanceRule['signers'],
    });
    const { flip } = replay(content(releaseRule), content(named));
    expect(flip.unpredictable).toEqual({
      cause: 'authority-unverified',
      authorities: ['new-key', 'partner'],
    });
  });

  it('is nothing where that authority gave its word, or all is trusted anyway', () => {
    const named = rule({
      signers: [
        { ...signers[0], authority: 'partner' },
      ] as AcceptanceRule['signers'],
    });
    const under = failed('unknown-authority', {
      authority: partner.name,
      authorityDigest: digest('2'),
    });
    expect(
      replay(content(releaseRule), content(named), {
        evidence: [proven(), under],
      }).flip,
    ).not.toHaveProperty('unpredictable');
    const both = rule({ signers: [...signers, { key: 'new-key' }] });
    expect(replay(content(releaseRule), content(both)).flip).not.toHaveProperty(
      'unpredictable',
    );
  });

  it('S4.2 is open where the newest counts and an authority was not asked', () => {
    const scan = rule({
      requirements: [
        { type: 'signature' },
        { type: 'scan', signers: [{ key: 'platform-key' }, ...signers] },
      ],
    });
    const { flip } = replay(content(releaseRule), content(scan), {
      collections: [collection([digest('b'), digest('c')])],
      evidence: [proven(), scanned(0, 1, { material: digest('c') })],
    });
    expect(flip.after.verdict).toBe('inconclusive');
    expect(flip.unpredictable).toEqual({
      cause: 'authority-unverified',
      authorities: ['platform-key'],
    });
  });

  it('is nothing of what the change does not speak of', () => {
    const elsewhere = rule({ name: 'other', references: ['quay.io/**'] });
    expect(
      replay(content(releaseRule), content(releaseRule, elsewhere), {
        evidence: [],
      }).flip,
    ).toMatchObject({ direction: 'same' });
    expect(
      replay(content(releaseRule), content(releaseRule, elsewhere), {
        evidence: [],
      }).flip.unpredictable,
    ).toBeUndefined();
  });

  it('is nothing that a distrusted artifact would need: it is denied as it is', () => {
    const { flip } = replay(
      content(releaseRule),
      {
        rules: [releaseRule],
        distrust: [{ digest: digest('a'), reason: 'bad' }],
      },
      { collections: [], evidence: [] },
    );
    expect(flip.after.verdict).toBe('untrusted');
    expect(flip.unpredictable).toBeUndefined();
  });
});

describe('S9.3 whom a change newly accepts', () => {
  const both = {
    evidence: [proven(), proven({ signer: stranger, material: digest('c') })],
    collections: [collection([digest('b'), digest('c')])],
  };

  it('is named where the verdict stays what it was', () => {
    const { flip, admitted } = replay(
      content(releaseRule),
      content(anybody),
      both,
    );
    expect(flip.direction).toBe('same');
    expect(admitted).toEqual([
      {
        type: 'certificate',
        authority: 'acme',
        issuer: stranger.issuer,
        subject: 'https://github.com/evil/x/.github/workflows/release.yml',
        ref: 'refs/tags/v1',
        owner: 'github.com/evil',
        isForeign: true,
      },
    ]);
  });

  it('is nobody who was accepted before, and nobody whom nothing proves', () => {
    expect(replay(content(anybody), content(anybody), both).admitted).toEqual(
      [],
    );
    const forged = failed('signature-invalid', { signer: stranger });
    expect(
      replay(content(releaseRule), content(anybody), { evidence: [forged] })
        .admitted,
    ).toEqual([]);
  });

  it('is also who is distrusted no more', () => {
    const before = {
      rules: [releaseRule],
      distrust: [{ authority: 'acme', reason: 'stolen' }],
    };
    const { admitted } = replay(before, content(releaseRule));
    expect(admitted).toMatchObject([{ isForeign: false }]);
  });

  type Change = NonNullable<Parameters<typeof identity>[0]>;
  const other = (change: Change) => ({
    evidence: [proven({ signer: identity(change) })],
  });
  const open: AcceptanceRule = rule({
    signers: [
      ...['acme', 'partner'].map(authority => ({
        authority,
        issuer: stranger.issuer,
        subject: '**',
      })),
      { authority: 'acme', issuer: 'https://sso.example', subject: '**' },
      { key: 'platform-key' },
    ],
  });
  const ref = `${releaseWorkflow}@refs/heads/main`;

  it.each<[string, boolean, Change & { at?: string }]>([
    ['an owner that the rules name', false, { subject: ref }],
    [
      'the caller of a reusable workflow of others',
      false,
      {
        subject: stranger.subject,
        claims: { owner: 'https://github.com/acme' },
      },
    ],
    [
      'a workflow of the own owner, called by others',
      true,
      {
        subject: ref,
        claims: { sourceRepository: 'https://github.com/evil/x' },
      },
    ],
    [
      'a name that only begins the same',
      true,
      { subject: ref.replace('/acme/', '/acme-evil/') },
    ],
    [
      'the same name at another host',
      true,
      { subject: ref.replace('github.com', 'gitlab.com') },
    ],
    [
      'the host as a user of another',
      true,
      { subject: ref.replace('github.com', 'github.com@evil.example') },
    ],
    [
      'the same owner, said by another issuer',
      true,
      { subject: ref, issuer: 'https://sso.example' },
    ],
    [
      'the account of the registry',
      false,
      { subject: ref.replace('/acme/', '/shop/'), at: 'ghcr.io/shop/cart' },
    ],
    [
      'the account of another registry',
      true,
      { subject: ref.replace('/acme/', '/shop/'), at: 'quay.io/shop/cart' },
    ],
    [
      'an address that says no owner',
      true,
      { subject: 'anything', subjectType: 'other' },
    ],
  ])('is foreign or not: %s: %s', (_, isForeign, { at, ...change }) => {
    const { usage } = input();
    const base = rule({ references: ['**'] });
    const { admitted } = replay(
      at === undefined ? content(base) : content(),
      content({ ...open, references: ['**'] }),
      {
        ...other(change),
        ...(at !== undefined && { usage: { ...usage, repository: at } }),
      },
    );
    expect(admitted).toMatchObject([{ isForeign }]);
  });

  it('is foreign with a key that the rules did not name', () => {
    const byKey = {
      evidence: [
        proven({
          authority: 'platform-key',
          authorityDigest: digest('3'),
          signer: { type: 'key', fingerprint: digest('e') },
        }),
      ],
    };
    expect(replay(content(releaseRule), content(open), byKey).admitted).toEqual(
      [
        {
          type: 'key',
          authority: 'platform-key',
          fingerprint: digest('e'),
          isForeign: true,
        },
      ],
    );
  });

  it('is not foreign with an owner that is said to be the company’s', () => {
    const change = [content(releaseRule), content(anybody)] as const;
    expect(replay(...change, both, ['github.com/evil']).admitted).toMatchObject(
      [{ isForeign: false }],
    );
  });

  it('S6.4 is nobody under an authority that is not in force', () => {
    const evidence = [proven({ signer: stranger })];
    expect(
      replay(content(releaseRule), content(anybody), {
        evidence,
        authorities: [{ ...acme, digest: digest('9') } as typeof acme],
      }).admitted,
    ).toEqual([]);
  });
});
