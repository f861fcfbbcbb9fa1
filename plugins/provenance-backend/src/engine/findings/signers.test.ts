import { at, digestOf, registryDown } from '../../__testUtils__/fixtures';
import {
  lookAtMaterials,
  outage,
  proof,
  release,
  scan,
  situation,
} from '../../__testUtils__/situation';
import { newSigner } from './newSigner';
import { materialKey, signerKey, signerWords } from './signers';
import type { Situation } from './Situation';
import { unacceptedSigners } from './unacceptedSigners';

const workflow = 'https://ci.example/acme/release';
const other = 'https://ci.example/acme/hotfix';
const evil = 'https://evil.example/x';
const key = (by: string) => signerKey(proof('b', { by }));
const day = 24 * 60;

const watched = (change: Partial<Situation['watched']> = {}) => ({
  ...situation().watched,
  signers: { accepted: [key(workflow)], others: [] },
  ...change,
});
const both = {
  look: lookAtMaterials(['b', 'd']),
  evidence: [proof('b', { by: workflow }), proof('d', { by: other })],
};

describe('who signed', () => {
  it('is the same at the next tag, and another in another workflow, authority or issuer', () => {
    expect(key('https://x/release.yml@refs/tags/v1')).toBe(
      key('https://x/release.yml@refs/tags/v2'),
    );
    expect(key('https://x/release.yml@refs/tags/v1')).not.toBe(
      key('https://x/other.yml@refs/tags/v1'),
    );
    expect(signerKey(proof('b', { authority: 'partner' }))).not.toBe(
      signerKey(proof('b')),
    );
  });

  it('is a key by its fingerprint', () => {
    const signer = { type: 'key', fingerprint: digestOf('1') } as const;
    expect(signerKey(proof('b', { signer }))).toBe(
      signerKey(proof('d', { signer, authority: 'same-key' })),
    );
  });

  it('S10.1 is named without an e-mail address, which findings could not forget', () => {
    const { signer } = proof('b', { by: 'ola@acme.example' });
    const person = { ...signer, subjectType: 'email' } as typeof signer;
    expect(signerWords(proof('b', { signer: person }))).toBe(
      'https://issuer.example · a person',
    );
    // Two people are two signers all the same.
    expect(signerKey(proof('b', { signer: person }))).not.toBe(
      signerKey(
        proof('b', {
          signer: { ...person, subject: 'eva@acme.example' } as typeof signer,
        }),
      ),
    );
  });
});

describe('new-signer', () => {
  it('S11.3 is opened for an accepted signer who was never seen on it', () => {
    const given = situation({ ...both, watched: watched() });
    expect(newSigner(given)).toEqual({
      standing: [
        {
          code: 'new-signer',
          about: key(other),
          new: `https://issuer.example · ${other}`,
        },
      ],
      decided: ['new-signer'],
      signed: {
        accepted: [key(other)],
        statements: [digestOf('b'), digestOf('d')],
      },
    });
  });

  it('is not opened for those whom the first finished look finds', () => {
    const { standing, signed } = newSigner(
      situation({ ...both, watched: situation().watched }),
    );
    expect(standing).toEqual([]);
    expect(signed.accepted).toHaveLength(2);
  });

  it('S5.4 nobody is new because an outage ended: what was not finished is no beginning', () => {
    const look = lookAtMaterials(['b'], outage);
    const { standing, signed } = newSigner(situation({ look }));
    expect(standing).toEqual([]);
    expect(signed).toEqual({ accepted: [], statements: [digestOf('b')] });
  });

  it('S5.4 nobody is new because an authority could be loaded again', () => {
    const { judging } = situation();
    const partner = { name: 'partner', kind: 'sigstore' as const };
    const states = [
      ...judging.authorities.states,
      { ...partner, status: 'failed' as const, cause: registryDown },
    ];
    const authorities = { loaded: [], states };
    const given = situation({ judging: { ...judging, authorities } });
    expect(newSigner(given).signed.accepted).toEqual([]);
    const known = situation({
      judging: { ...judging, authorities },
      watched: watched({ signers: { accepted: [], others: [key(other)] } }),
    });
    expect(newSigner(known)).toMatchObject({ decided: [] });
    expect(newSigner(known).signed.others).toBeUndefined();
  });

  it('is opened and not closed by an unfinished look', () => {
    const look = lookAtMaterials(['b', 'd'], outage);
    const { standing, decided } = newSigner(
      situation({ ...both, look, watched: watched() }),
    );
    expect(standing).toMatchObject([{ about: key(other) }]);
    expect(decided).toEqual([]);
  });

  it('is not opened for whom a rule accepts since today and who signed it long ago', () => {
    const before = { accepted: [key(workflow)], others: [key(other)] };
    const given = situation({ ...both, watched: watched({ signers: before }) });
    expect(newSigner(given).standing).toEqual([]);
  });

  describe('S11.3 where rules or authorities changed', () => {
    const partner = { authority: 'partner', by: other };
    const states = [
      ...situation().judging.authorities.states,
      {
        name: 'partner',
        digest: digestOf('e'),
        kind: 'sigstore',
        status: 'loaded',
      } as const,
    ];
    const named = release.signers;
    const issuer = 'https://issuer.example';
    const rule = {
      ...release,
      signers: [
        ...named,
        { authority: 'partner', issuer, subject: 'https://ci.example/**' },
      ],
    };
    /** After a round that brought the authority and a rule that accepts it. */
    const changed = {
      ...situation().judging,
      authorities: { loaded: [], states },
      registry: { version: 2, rules: [rule] },
    };
    const underPartner = proof('d', {
      ...partner,
      authorityDigest: digestOf('e'),
    });
    const now = (
      signers: Situation['watched']['signers'],
      materials = ['b', 'd'],
    ) =>
      newSigner(
        situation({
          look: lookAtMaterials(materials),
          evidence: [proof('b', { by: workflow }), underPartner],
          judging: changed,
          watched: watched({ signers, statements: [digestOf('b')] }),
        }),
      );

    it('opens nothing for whom an authority proves since today and who signed it long ago', () => {
      // What the look before left behind, when nobody proved who had signed it.
      const before = newSigner(
        situation({ ...both, evidence: [proof('b', { by: workflow })] }),
      ).signed;
      expect(before.others).toEqual([materialKey(digestOf('d'))]);
      const { standing, signed } = now({
        accepted: [key(workflow)],
        others: before.others!,
      });
      expect(standing).toEqual([]);
      expect(signed).toMatchObject({
        accepted: [signerKey(underPartner)],
        others: [],
      });
    });

    it('is opened for what the same round brought to light', () => {
      expect(
        now({ accepted: [key(workflow)], others: [] }).standing,
      ).toMatchObject([{ about: signerKey(underPartner) }]);
    });

    it('is opened for a second workflow whose other material a stranger could have put there', () => {
      const junk = materialKey(digestOf('4'));
      expect(
        now({ accepted: [key(workflow)], others: [junk] }, ['b', 'd', '4'])
          .standing,
      ).toMatchObject([{ about: signerKey(underPartner) }]);
    });

    it('opens nothing where an authority has another name', () => {
      const renamed = proof('b', {
        ...{ authority: 'partner', by: workflow },
        authorityDigest: digestOf('e'),
      });
      const { standing, signed } = newSigner(
        situation({
          evidence: [renamed],
          judging: changed,
          watched: watched({ statements: [digestOf('b')] }),
        }),
      );
      expect(standing).toEqual([]);
      expect(signed.accepted).toEqual([signerKey(renamed)]);
    });

    it('S5.4 forgets nothing and remembers nothing by a look that was not finished', () => {
      const look = lookAtMaterials(['b', 'd'], outage);
      const { signed } = newSigner(
        situation({
          look,
          evidence: [proof('b', { by: workflow })],
          watched: watched(),
        }),
      );
      expect(signed.others).toBeUndefined();
    });
  });

  it('stands for a week as long as the signature is served', () => {
    const open = [
      {
        code: 'new-signer' as const,
        about: key(other),
        firstSeenAt: at(0),
        lastSeenAt: at(0),
      },
    ];
    const signers = { accepted: [key(workflow), key(other)], others: [] };
    const on = (minute: number, look = both.look) =>
      newSigner(
        situation({
          ...both,
          look,
          watched: watched({ open, signers }),
          now: new Date(at(minute)),
        }),
      );
    expect(on(7 * day - 1).standing).toHaveLength(1);
    expect(on(7 * day)).toMatchObject({
      standing: [],
      decided: ['new-signer'],
    });
    expect(on(1, lookAtMaterials(['b']))).toMatchObject({
      standing: [],
      decided: ['new-signer'],
    });
  });
});

describe('unaccepted-signers', () => {
  it('S11.3 is one finding, however many signed', () => {
    const strangers = ['4', '3', '2', '1', '5'];
    const look = lookAtMaterials(['b', ...strangers]);
    const evidence = [
      proof('b', { by: workflow }),
      ...strangers.map(s => proof(s, { by: `${evil}${s}` })),
    ];
    const from = `https://issuer.example · ${evil}`;
    expect(unacceptedSigners(situation({ look, evidence }))).toEqual({
      standing: [
        {
          code: 'unaccepted-signers',
          about: '',
          new: `${from}1, ${from}2, ${from}3 and 2 more`,
        },
      ],
      decided: ['unaccepted-signers'],
    });
  });

  it('names only whom an authority proves', () => {
    const unproven = proof('d', {
      by: evil,
      outcome: { status: 'failed', code: 'unknown-authority', message: 'x' },
    });
    const given = { ...both, evidence: [proof('b'), unproven] };
    expect(unacceptedSigners(situation(given)).standing).toEqual([]);
  });

  it('is nothing where no rule speaks of it: the verdict says that already', () => {
    const { judging } = situation();
    const rules = [{ ...release, references: ['ghcr.io/other/**'] }];
    const given = { ...judging, registry: { version: 1, rules } };
    const evidence = [proof('b', { by: evil })];
    expect(
      unacceptedSigners(situation({ evidence, judging: given })).standing,
    ).toEqual([]);
  });

  it('does not mind what an accepted signer says', () => {
    const evidence = [scan('b', 1)];
    expect(unacceptedSigners(situation({ evidence })).standing).toEqual([]);
  });

  it('S5.4 is not closed by an unfinished look', () => {
    const look = lookAtMaterials([], outage);
    expect(unacceptedSigners(situation({ look })).decided).toEqual([]);
  });
});
