import type { AcceptanceRule, RepositoryBinding } from '@countersign/domain';
import { pushImage, signImage, workflowIdentity } from '@countersign/sandbox';
import type { Entity } from '@backstage/catalog-model';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const four = 4 * 60;
const payments = 'https://github.com/acme/payments';
const release = { repository: 'acme/payments', ref: 'refs/tags/v1.0.0' };
const { claims } = workflowIdentity(release);

/** Whoever at the company releases, of the repository of the entity. */
const ownOnly = (rule: AcceptanceRule): AcceptanceRule => ({
  ...rule,
  signers: rule.signers.map(signer => ({ ...signer, ownRepository: true })),
});

const bindingOf = (name: string, repository = payments): RepositoryBinding => ({
  entity: `component:default/${name}`,
  repository,
});

describe.each(databases.eachSupportedId())(
  "S2.4 the entity's own repository on %s",
  id => {
    let portal: Portal;

    beforeEach(async () => {
      portal = await startPortal({
        knex: await migratedDatabase(id),
        rules: host => rules(host).map(ownOnly),
      });
    });

    afterEach(() => portal.close());

    function entity(
      name: string,
      reference: string,
      readFrom?: string,
    ): Entity {
      const one = component(name, artifact(reference));
      const location = 'backstage.io/managed-by-location';
      if (readFrom)
        one.metadata.annotations![
          location
        ] = `url:${readFrom}/blob/main/catalog-info.yaml`;
      return one;
    }

    it('is where the catalog reads the entity, and follows it at once without asking the registry', async () => {
      const { reference } = signedImage(portal);
      const look = async (readFrom?: string) => {
        const [usage] = await portal.look([
          entity('payments', reference, readFrom),
        ]);
        const { rules: traces } = (await portal.detail(usage.id)).judgement;
        return [usage.verdict, traces[0].materials[0].nearest?.wanted];
      };
      expect(await look(payments)).toEqual(['trusted', undefined]);
      const asked = portal.registry.requests.list().length;
      expect(await look('https://github.com/acme/catalog')).toEqual([
        'untrusted',
        'sourceRepository=https://github.com/acme/catalog (the catalog reads component:default/payments from there)',
      ]);
      expect(await look()).toEqual([
        'untrusted',
        'the own repository of component:default/payments, and nothing says which one that is',
      ]);
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('refuses the validly signed image of service A that is used for B', async () => {
      const { reference } = signedImage(portal);
      const usages = await portal.look([
        entity('payments', reference, payments),
        entity('orders', reference, 'https://github.com/acme/orders'),
      ]);
      expect(
        usages.map(({ entityRef, verdict, reason }) => [
          ...[entityRef, verdict, reason.code],
        ]),
      ).toEqual(
        expect.arrayContaining([
          ['component:default/payments', 'trusted', 'accepted'],
          ['component:default/orders', 'untrusted', 'signer-not-accepted'],
        ]),
      );
    });

    it('refuses a repository that was deleted and registered again by another owner, and says so', async () => {
      const { reference, repository } = signedImage(portal);
      const pinned = {
        ...bindingOf('payments'),
        repositoryId: claims!.sourceRepositoryId,
        ownerId: claims!.ownerId,
      };
      await portal.reconfigure({ bindings: [pinned] });
      const [before] = await portal.look([entity('payments', reference)]);
      expect(before).toMatchObject({ verdict: 'trusted', findings: [] });

      const honest = workflowIdentity(release);
      const { subject } = signedAgain({
        ...honest,
        claims: { ...honest.claims, sourceRepositoryId: '666', ownerId: '99' },
      });
      portal.clock.advance(four);
      const [after] = await portal.work();
      expect(after).toMatchObject({
        digest: subject,
        verdict: 'untrusted',
        decision: 'deny',
        reason: {
          code: 'signer-not-accepted',
          parameters: {
            found: 'sourceRepositoryId=666',
            wanted: `sourceRepositoryId=${pinned.repositoryId} (bound to component:default/payments)`,
          },
        },
        findings: expect.arrayContaining([
          expect.objectContaining({
            code: 'repository-identity-changed',
            old: `id ${pinned.repositoryId}, owner id ${pinned.ownerId}`,
            new: `${payments} with id 666, owner id 99`,
          }),
        ]),
      });

      // A review that binds the new one ends both, the alarm with the next look.
      const anew = { ...pinned, repositoryId: '666', ownerId: '99' };
      const [bound] = await portal.reconfigure({ bindings: [anew] });
      expect(bound.verdict).toBe('trusted');
      portal.clock.advance(four);
      const [seen] = await portal.work();
      expect(seen.findings.map(({ code }) => code)).not.toContain(
        'repository-identity-changed',
      );

      /** The tag is moved to another image, which whoever has the name now signs. */
      function signedAgain(identity: typeof honest) {
        const { digest: moved } = pushImage(repository, {
          tag: '1',
          files: { name: 'mallory' },
        });
        signImage({
          ...{ repository, subject: moved, sigstore: portal.acme },
          signer: { type: 'certificate', identity },
          at: portal.clock.now(),
        });
        return { subject: moved };
      }
    });

    it('is an alarm also where a rule goes by the name alone, and is trusted there', async () => {
      const { reference } = signedImage(portal);
      const other = { ...bindingOf('payments'), repositoryId: '123' };
      await portal.reconfigure({
        rules: rules(portal.registry),
        bindings: [other],
      });
      expect(await portal.look([entity('payments', reference)])).toMatchObject([
        {
          verdict: 'trusted',
          findings: [{ code: 'repository-identity-changed', old: 'id 123' }],
        },
      ]);
    });
  },
);
