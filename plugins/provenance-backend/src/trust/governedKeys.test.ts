import type { GovernedKey } from '@countersign/domain';
import {
  generateKeyPair,
  publicKeyPem,
  SigstoreInstance,
} from '@countersign/sandbox';
import {
  keyAuthority,
  MemoryTrustStore,
  sigstoreAuthority,
  verifyMaterial,
} from '@countersign/verifier';
import { generateKeyPairSync } from 'node:crypto';
import { ManualClock } from '../__testUtils__/fixtures';
import { checkKeyNames, checkKeys, withGovernedKeys } from './governedKeys';
import { Trust } from './Trust';

const acme = SigstoreInstance.create({
  name: 'acme',
  clock: new ManualClock(),
});
const [ours, theirs] = [generateKeyPair(), generateKeyPair()].map(publicKeyPem);
const ci: GovernedKey = { name: 'ci', publicKey: ours };

/** A root and a key in the configuration. */
function openTrust() {
  return Trust.open({
    configured: [
      {
        name: 'acme',
        type: 'trusted-root',
        content: { from: 'inline', value: acme.trustedRoot() },
      },
      {
        name: 'platform',
        type: 'key',
        content: { from: 'inline', value: theirs },
      },
    ],
    brought: [],
    keeping: {
      store: new MemoryTrustStore(),
      clock: new ManualClock(),
      verify: verifyMaterial,
      retainedOf: async () => [],
    },
  });
}

describe('S1.4 governed keys', () => {
  it('are authorities like those of the configuration, as long as they are in force', async () => {
    const trust = await openTrust();
    const before = trust.inForce();
    let keys: GovernedKey[] | undefined = [ci];
    trust.govern(() => keys);
    const { digest, fingerprint } = keyAuthority('ci', ours);
    expect(trust.inForce()).toEqual({
      loaded: [
        ...before.loaded,
        expect.objectContaining({ name: 'ci', digest, fingerprint }),
      ],
      states: [
        ...before.states,
        { name: 'ci', kind: 'key', status: 'loaded', digest, fingerprint },
      ],
    });
    expect(trust.statuses().at(-1)).toEqual({
      ...{ name: 'ci', kind: 'key', source: 'registry', status: 'loaded' },
      ...{ digest, windows: [{ what: 'key', name: 'ci' }] },
    });
    expect(trust.ungoverned()).toEqual(before);
    keys = undefined;
    expect(trust.inForce()).toEqual(before);
    expect(trust.statuses()).toHaveLength(2);
  });

  it('never take the place of what has their name', async () => {
    const trust = await openTrust();
    const before = trust.inForce();
    const both = ['acme', 'platform'].map(name => ({ ...ci, name }));
    trust.govern(() => both);
    expect(trust.inForce()).toEqual(before);
    expect(trust.statuses()).toHaveLength(2);
    for (const key of both)
      expect(() =>
        checkKeyNames([ci, key], trust.ungoverned(), 'content.keys'),
      ).toThrow(
        `content.keys[1].name: there is an authority "${key.name}" already`,
      );
    expect(() =>
      checkKeyNames([ci], trust.ungoverned(), 'content.keys'),
    ).not.toThrow();
  });

  it('S7.2 have windows and what proves their times, which are part of them', async () => {
    const trust = await openTrust();
    const window = {
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-01-01T00:00:00.000Z',
    };
    trust.govern(() => [{ ...ci, ...window, log: 'acme' }]);
    const found = trust.inForce().loaded.at(-1);
    expect(found).toMatchObject({
      notBefore: new Date(window.validFrom),
      notAfter: new Date(window.validUntil),
      log: { name: 'acme' },
    });
    expect(found?.digest).not.toBe(keyAuthority('ci', ours).digest);
    expect(trust.statuses().at(-1)?.windows).toMatchObject([
      { what: 'key', start: window.validFrom, end: window.validUntil },
    ]);
  });

  it('follow the root that proves their times', async () => {
    const trust = await openTrust();
    const key = { ...ci, log: 'acme' };
    const { loaded, states } = trust.ungoverned();
    const digestUnder = (root: SigstoreInstance) =>
      withGovernedKeys(
        { loaded: [sigstoreAuthority('acme', root.trustedRoot())], states },
        [key],
      ).loaded.at(-1)?.digest;
    const moved = SigstoreInstance.create({
      name: 'acme',
      clock: new ManualClock(),
    });
    const before = withGovernedKeys({ loaded, states }, [key]);
    expect(digestUnder(acme)).toBe(before.loaded.at(-1)?.digest);
    expect(digestUnder(moved)).not.toBe(digestUnder(acme));
    expect(withGovernedKeys({ loaded: [], states }, [key]).loaded).toEqual([]);
  });

  it.each(['nobody', 'platform'])(
    'S5.3 are missing where the root that proves their times is %s, and take nothing away',
    async log => {
      const trust = await openTrust();
      const before = trust.inForce();
      trust.govern(() => [{ ...ci, log }]);
      const { loaded, states } = trust.inForce();
      expect(loaded).toEqual(before.loaded);
      expect(states.at(-1)).toMatchObject({
        ...{ name: 'ci', kind: 'key', status: 'failed' },
        cause: { code: 'authority-missing', origin: 'infrastructure' },
      });
      expect(trust.statuses().at(-1)).toMatchObject({ status: 'missing' });
    },
  );

  it('are refused where nobody could verify by their numbers', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const weak = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(() =>
      checkKeys([ci, { name: 'weak', publicKey: weak }], 'content.keys'),
    ).toThrow(/^content\.keys\[1\]\.publicKey: .*RSA of 2048 to 8192 bits/);
    expect(() => checkKeys([ci], 'content.keys')).not.toThrow();
  });
});
