import type { Digest } from '@countersign/domain';
import { pushImage, signImage, workflowIdentity } from '@countersign/sandbox';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, rules } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const platforms = ['linux/amd64', 'linux/arm64'];
const release = { repository: 'acme/payments', ref: 'refs/tags/v1.0.0' };

describe.each(databases.eachSupportedId())(
  'S8.2 images for several platforms on %s',
  databaseId => {
    let portal: Portal;

    beforeEach(async () => {
      portal = await startPortal({
        knex: await migratedDatabase(databaseId),
        rules,
      });
    });

    afterEach(() => portal.close());

    const repository = () => portal.registry.repository('acme/payments');

    function push() {
      const { digest } = pushImage(repository(), { tag: '1', platforms });
      const bytes = repository().resolve(digest)?.bytes.toString() ?? '';
      const { manifests } = JSON.parse(bytes);
      return {
        index: digest as Digest,
        children: manifests.map(
          (manifest: { digest: Digest }) => manifest.digest,
        ) as Digest[],
      };
    }

    function sign(subject: Digest, by = 'acme/payments') {
      signImage({
        repository: repository(),
        subject,
        sigstore: portal.acme,
        signer: {
          type: 'certificate',
          identity: workflowIdentity({ ...release, repository: by }),
        },
        at: portal.clock.now(),
      });
      portal.clock.advance(1);
    }

    const look = () =>
      portal.look([
        component(
          'payments',
          artifact(`${portal.registry.host}/acme/payments:1`),
        ),
      ]);

    it('an index without a signature is trusted where every child is', async () => {
      const { children } = push();
      for (const child of children) sign(child);
      const [usage] = await look();
      expect(usage).toMatchObject({
        verdict: 'trusted',
        decision: 'allow',
        reason: { code: 'accepted' },
      });
    });

    it('and not where one child has none', async () => {
      const { children } = push();
      sign(children[0]);
      expect(await look()).toMatchObject([
        { verdict: 'unsigned', reason: { code: 'nothing-found' } },
      ]);
    });

    it('nor where somebody else signed one', async () => {
      const { children } = push();
      sign(children[0]);
      sign(children[1], 'stranger/payments');
      expect(await look()).toMatchObject([
        { verdict: 'untrusted', reason: { code: 'signer-not-accepted' } },
      ]);
    });

    it('S6.1 is judged again from what is stored about the children', async () => {
      const { children } = push();
      for (const child of children) sign(child);
      await look();
      const strict = rules(portal.registry);
      strict[0].signers = [
        { ...strict[0].signers[0], subject: 'nobody' } as never,
      ];
      expect(await portal.reconfigure({ rules: strict })).toMatchObject([
        { verdict: 'untrusted', reason: { code: 'signer-not-accepted' } },
      ]);
      expect(
        await portal.reconfigure({ rules: rules(portal.registry) }),
      ).toMatchObject([{ verdict: 'trusted' }]);
    });

    it('S6.1 a child that changes is seen at the next look', async () => {
      const { children } = push();
      for (const child of children) sign(child);
      await look();
      repository().tags.delete(`${children[1].replace(':', '-')}.sig`);
      portal.clock.advance(4 * 60);
      expect(await portal.work()).toMatchObject([{ verdict: 'unsigned' }]);
    });

    it('S4.4 a child that cannot be looked at leaves the question open', async () => {
      const { children } = push();
      for (const child of children) sign(child);
      portal.registry.setFault('acme/payments', {
        kind: 'status',
        status: 503,
        on: `/manifests/${children[1]}`,
      });
      expect(await look()).toMatchObject([
        { verdict: 'inconclusive', reason: { code: 'registry-unreachable' } },
      ]);
    });

    it('shows the looks and the evidence of the index itself', async () => {
      const { index, children } = push();
      sign(index);
      for (const child of children) sign(child);
      const [usage] = await look();
      const detail = await portal.detail(usage.id);
      expect(detail.collection?.subject).toBe(index);
      expect(detail.evidence.map(({ subject }) => subject)).toEqual([index]);
    });
  },
);
