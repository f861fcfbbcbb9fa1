import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import { pushImage, SigstoreInstance } from '@countersign/sandbox';
import { sigstoreAuthority } from '@countersign/verifier';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { artifact, issuer, rules, signedImage } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import { tellOnce } from './startTelling';

jest.setTimeout(60_000);

const day = 24 * 60;

/** From what happens in a registry to what people read, through the real engine. */
describe.each(databases.eachSupportedId())(
  'from a registry to people on %s',
  databaseId => {
    let portal: Portal;
    let alerts: Alert[];
    let image: ReturnType<typeof signedImage>;
    const annotated = () => [
      component('payments', artifact(image.reference)),
      component('cards', artifact(image.reference)),
    ];

    beforeEach(async () => {
      alerts = [];
      const knex = await migratedDatabase(databaseId);
      portal = await startPortal({ knex, rules });
      image = signedImage(portal);
      await portal.look(annotated());
      portal.clock.advance(day + 1);
    });

    afterEach(() => portal.close());

    /** What arrived since the last time, as topic and to whom. */
    async function told() {
      portal.clock.advance(1);
      const { knex, clock, logger } = portal.engine;
      const before = alerts.length;
      const catalog = catalogServiceMock({
        entities: annotated().map(entity => ({
          ...entity,
          relations: [{ type: 'ownedBy', targetRef: 'group:default/team' }],
        })),
      });
      const sinks = [
        { name: 'test', send: async (alert: Alert) => void alerts.push(alert) },
      ];
      const settings = {
        owners: true,
        security: ['group:default/security'],
        operators: ['group:default/operators'],
        windowMs: 3_600_000,
        giveUpMs: day * 60_000,
      };
      const auth = mockServices.auth();
      await tellOnce({ knex, clock, logger, catalog, auth, sinks, settings });
      return alerts
        .slice(before)
        .map(({ topic, recipients }) => `${topic} -> ${recipients}`);
    }

    const toBoth = (topic: string) => [
      `${topic} -> group:default/security`,
      `${topic} -> group:default/team`,
    ];

    it('tells nobody of what is well', async () => {
      const usages = await portal.work();
      expect(usages.map(({ verdict }) => verdict)).toEqual([
        'trusted',
        'trusted',
      ]);
      expect(await told()).toEqual([]);
    });

    it('tells once that a signature vanished from what two entities run', async () => {
      const [{ digest }] = await portal.work();
      image.repository.delete(`${digest!.replace(':', '-')}.sig`);
      portal.clock.advance(day);
      await portal.work();
      expect(await told()).toEqual(toBoth('signature-vanished'));
      for (const name of ['cards', 'payments'])
        expect(alerts[0].description).toContain(`${name} runs`);
    });

    it('tells that a tag was moved to something unsigned', async () => {
      pushImage(image.repository, { tag: '1', files: { other: 'content' } });
      await portal.work();
      expect(await told()).toEqual(toBoth('moved-to-unsigned'));
    });

    it('tells that the signer of what runs is distrusted now', async () => {
      await portal.work();
      const identity = { issuer, subject: 'https://github.com/acme/**' };
      await portal.reconfigure({
        distrust: [{ identity, reason: 'its token was stolen' }],
      });
      expect(await told()).toEqual(toBoth('distrusted'));
    });

    it('S6.4 tells once that the authority behind what two entities run was removed', async () => {
      await portal.work();
      const other = SigstoreInstance.create({
        name: 'other',
        clock: portal.clock,
      });
      await portal.reconfigure({
        authorities: [sigstoreAuthority('other', other.trustedRoot())],
      });
      expect(await told()).toEqual(toBoth('authority-removed'));
    });

    it('S5.1 tells only the operators of an outage, and nobody again when it ends', async () => {
      await portal.registry.close();
      for (let looks = 0; looks < 6; looks++) {
        await portal.work();
        portal.clock.advance(20);
      }
      expect(await told()).toEqual(['host-down -> group:default/operators']);
      portal.clock.advance(2 * day);
      const usages = await portal.work();
      expect(usages.map(({ verdict }) => verdict)).toEqual([
        'inconclusive',
        'inconclusive',
      ]);
      expect(await told()).toEqual([]);
    });
  },
);
