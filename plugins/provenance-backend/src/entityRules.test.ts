import { databases, migratedDatabase } from './__testUtils__/databases';
import { rules } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import {
  pushArtifact,
  signImage,
  workflowIdentity,
} from '@countersign/sandbox';
import type { AcceptanceRule, Digest } from '@countersign/domain';

jest.setTimeout(60_000);

const release = { repository: 'acme/charts', ref: 'refs/tags/v1.0.0' };

/** Beside the rules for all: nobody is accepted who signs here. */
const forPci = (rule: AcceptanceRule): AcceptanceRule => ({
  ...rule,
  name: 'pci',
  entities: [{ lifecycle: ['production'], labels: { 'acme.io/pci': ['yes'] } }],
  signers: [{ authority: 'acme', issuer: 'https://x.test', subject: 'nobody' }],
});

describe.each(databases.eachSupportedId())(
  'S3.1 rules for some entities on %s',
  databaseId => {
    let portal: Portal;
    let reference: string;

    beforeEach(async () => {
      portal = await startPortal({
        knex: await migratedDatabase(databaseId),
        rules: host => [...rules(host), forPci(rules(host)[0])],
      });
      const { registry, clock, acme: sigstore } = portal;
      const repository = registry.repository('acme/charts');
      const { digest } = pushArtifact(repository, {
        config: {
          mediaType: 'application/vnd.cncf.helm.config.v1+json',
          bytes: Buffer.from('{"name":"charts"}'),
        },
        layers: [
          {
            mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
            bytes: Buffer.from('chart'),
          },
        ],
        tag: '1',
      });
      signImage({
        ...{ repository, sigstore, at: clock.now() },
        subject: digest as Digest,
        signer: { type: 'certificate', identity: workflowIdentity(release) },
      });
      clock.advance(1);
      reference = `${registry.host}/acme/charts:1`;
    });

    afterEach(() => portal.close());

    async function look(labels?: Record<string, string>, lifecycle?: string) {
      const entity = component('charts', JSON.stringify([{ reference }]));
      if (labels) entity.metadata.labels = labels;
      entity.spec = { ...entity.spec, lifecycle };
      const [{ verdict, reason }] = await portal.look([entity]);
      return `${verdict} ${reason.code}`;
    }

    it('follow what the entity says, at once and without asking the registry', async () => {
      const met = 'trusted accepted';
      const unmet = 'untrusted signer-not-accepted';
      expect(await look({ 'acme.io/pci': 'no' }, 'production')).toBe(met);
      const asked = portal.registry.requests.list().length;
      expect(await look({ 'acme.io/pci': 'yes' }, 'production')).toBe(unmet);
      expect(await look({ 'acme.io/pci': 'yes' }, 'experimental')).toBe(met);
      expect(await look({ 'acme.io/pci': 'yes' })).toBe(unmet);
      expect(await look({ 'acme.io/pci': 'no' })).toBe(met);
      // What is left out, or is too much to be kept, takes no rule away.
      expect(await look({})).toBe(unmet);
      const many = Array.from({ length: 60 }, (_, i) => [`l${i}`, 'x']);
      const padded = { ...Object.fromEntries(many), 'acme.io/pci': 'no' };
      expect(await look(padded)).toBe(unmet);
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });
  },
);
