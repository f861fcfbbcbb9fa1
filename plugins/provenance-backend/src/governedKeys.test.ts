import type {
  AcceptanceRegistry,
  AcceptanceRule,
  GovernedKey,
} from '@countersign/domain';
import { generateKeyPair, publicKeyPem } from '@countersign/sandbox';
import { verifierRevision, verifyMaterial } from '@countersign/verifier';
import type { Knex } from 'knex';
import {
  replayRegistry,
  type ReplayOptions,
} from './acceptance/replay/replayRegistry';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import type { Verification } from './engine';
import { withGovernedKeys } from './trust/governedKeys';

jest.setTimeout(60_000);

const pair = generateKeyPair();
const ci: GovernedKey = { name: 'ci', publicKey: publicKeyPem(pair) };
const verify: Verification['verify'] = async (material, context) =>
  verifyMaterial(material, context);
const verification = { revision: verifierRevision, verify };

describe.each(databases.eachSupportedId())(
  'keys that a version of the registry holds, on %s',
  id => {
    let portal: Portal;
    let knex: Knex;
    let byKey: AcceptanceRule[];

    beforeEach(async () => {
      knex = await migratedDatabase(id);
      portal = await startPortal({ knex, rules });
      byKey = rules(portal.registry).map(rule => ({
        ...rule,
        signers: [...rule.signers, { key: 'ci' }],
      }));
      const { reference } = signedImage(portal, 'payments', {
        signer: { type: 'key', keys: pair },
      });
      await portal.look([
        component('payments', artifact(reference)),
        component('orders', artifact(reference)),
      ]);
    });

    afterEach(() => portal.close());

    const trustedWith = (keys: GovernedKey[]) =>
      withGovernedKeys(portal.engine.judging.authorities, keys);

    function replay(keys: GovernedKey[], change: Partial<ReplayOptions> = {}) {
      const after: AcceptanceRegistry = { version: 2, rules: byKey, keys };
      return replayRegistry({
        ...{ knex, clock: portal.clock, judging: portal.engine.judging },
        ...{ after, trustedAfter: trustedWith(keys), verification, ...change },
      });
    }

    it('S6.4 count from stored bytes when they come, and not at all when they go', async () => {
      const asked = portal.registry.requests.list().length;
      const before = portal.engine.judging.authorities.loaded;
      const unknown = {
        verdict: 'untrusted',
        reason: { code: 'unknown-authority' },
      };
      expect(await portal.work()).toMatchObject([unknown, unknown]);
      const authorities = trustedWith([ci]).loaded;
      expect(
        await portal.reconfigure({ rules: byKey, authorities }),
      ).toMatchObject([{ verdict: 'trusted' }, { verdict: 'trusted' }]);
      expect(await portal.reconfigure({ authorities: before })).toMatchObject([
        { verdict: 'untrusted', reason: { code: 'authority-removed' } },
        { verdict: 'untrusted', reason: { code: 'authority-removed' } },
      ]);
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('S9.3 verify what is retained before they are merged, and keep nothing of it', async () => {
      const asked = portal.registry.requests.list().length;
      const kept = await knex('evidence');
      const counted = jest.fn(verify);
      const result = await replay([ci], {
        verification: { revision: verifierRevision, verify: counted },
      });
      expect(result.counts).toMatchObject({
        ...{ usages: 2, morePermissive: 2, unpredictable: 0 },
      });
      expect(result.admitted.foreign).toMatchObject([
        { type: 'key', authority: 'ci', usages: 2 },
      ]);
      // Once for a digest, under the one authority that had said nothing of it.
      expect(counted).toHaveBeenCalledTimes(1);
      expect(await knex('evidence')).toEqual(kept);
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('S9.3 let nobody in where another key had signed', async () => {
      const other = { ...ci, publicKey: publicKeyPem(generateKeyPair()) };
      const result = await replay([other]);
      expect(result.counts).toMatchObject({ same: 2, unpredictable: 0 });
      expect(result.admitted).toMatchObject({ own: [], foreign: [] });
    });

    it('S9.3 cannot be predicted where nobody verified: without workers, or beyond the limit', async () => {
      const broken = async () => {
        throw new Error('the worker ended');
      };
      for (const change of [
        { verification: undefined },
        { verification: { revision: verifierRevision, verify: broken } },
        { mostVerified: 0 },
      ])
        expect((await replay([ci], change)).counts).toMatchObject({
          ...{ same: 2, unpredictable: 2 },
        });
    });

    it('S6.4 S9.3 are missed before they are taken away', async () => {
      const authorities = trustedWith([ci]).loaded;
      await portal.reconfigure({ rules: byKey, authorities });
      const judging = portal.engine.judging;
      const result = await replay([], {
        judging: {
          ...judging,
          registry: { ...judging.registry, keys: [ci] },
        },
        trustedAfter: {
          loaded: judging.authorities.loaded.filter(one => one.name !== 'ci'),
          states: judging.authorities.states.filter(one => one.name !== 'ci'),
        },
      });
      expect(result.counts).toMatchObject({ stricter: 2, newlyDenied: 2 });
    });
  },
);
