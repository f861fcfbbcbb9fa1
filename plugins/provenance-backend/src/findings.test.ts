import type { DistrustEntry } from '@countersign/domain';
import { attest, signImage, workflowIdentity } from '@countersign/sandbox';
import type { Knex } from 'knex';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, issuer, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const four = 4 * 60;
const release = { repository: 'acme/payments', ref: 'refs/tags/v1.0.0' };
const distrust: DistrustEntry = {
  identity: { issuer, subject: 'https://github.com/acme/payments/**' },
  reason: 'stolen',
};

describe.each(databases.eachSupportedId())(
  'findings and distrust on %s',
  id => {
    let portal: Portal;
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(id);
      portal = await startPortal({ knex, rules });
    });

    afterEach(() => portal.close());

    /** A trusted image that this many entities run. */
    async function trusted(entities = 1) {
      const { reference, repository } = signedImage(portal);
      const usages = await portal.look(
        Array.from({ length: entities }, (_, i) =>
          component(`payments-${i}`, artifact(reference)),
        ),
      );
      expect(usages.map(({ verdict }) => verdict)).toEqual(
        usages.map(() => 'trusted'),
      );
      const subject = usages[0].digest!;
      const material = (run: { repository: string; ref: string }) => ({
        ...{
          repository,
          subject,
          sigstore: portal.acme,
          at: portal.clock.now(),
        },
        signer: {
          type: 'certificate' as const,
          identity: workflowIdentity(run),
        },
      });
      return { reference, repository, subject, material };
    }

    /** Everything that is due four hours later. */
    async function later() {
      portal.clock.advance(four);
      return portal.work();
    }

    const codesOf = (usages: Awaited<ReturnType<typeof later>>) =>
      usages.map(({ findings }) => findings.map(({ code }) => code));

    it('S11.3 finds another accepted signer on everything that runs the digest, and keeps the verdict', async () => {
      const { material } = await trusted(2);
      const run = { ...release, repository: 'acme/other' };
      portal.clock.advance(1);
      signImage({ ...material(run), layout: 'referrer' });
      const usages = await later();
      expect(codesOf(usages)).toEqual([['new-signer'], ['new-signer']]);
      expect(usages[0]).toMatchObject({
        verdict: 'trusted',
        findings: [
          { new: 'GitHub Actions · acme/other · release.yml · tag v1.0.0' },
        ],
      });
      expect(codesOf(await later())).toEqual([['new-signer'], ['new-signer']]);
      portal.clock.advance(7 * 24 * 60);
      expect(codesOf(await portal.work())).toEqual([[], []]);
    });

    it('S11.3 groups whom no rule accepts, and tells nobody', async () => {
      const { material } = await trusted();
      for (const repository of ['evil/one', 'evil/two'])
        signImage({
          ...material({ ...release, repository }),
          layout: 'referrer',
        });
      const [usage] = await later();
      expect(usage).toMatchObject({
        verdict: 'trusted',
        findings: [
          {
            code: 'unaccepted-signers',
            new: expect.stringMatching(/evil\/one.*, .*evil\/two/),
          },
        ],
      });
      expect(usage.findings).toHaveLength(1);
      expect(
        (await knex('outbox')).filter(row => row.topic !== 'first-look'),
      ).toEqual([]);
    });

    it('S6.5 S5.4 finds an attestation that vanished, once an outage is over', async () => {
      const { material, repository, subject } = await trusted();
      attest({
        ...material(release),
        predicateType: 'https://spdx.dev/Document',
        predicate: { spdxVersion: 'SPDX-2.3', packages: [] },
      });
      const tag = `${subject.replace(':', '-')}.att`;
      const attestation = repository.resolve(tag)!;
      expect(codesOf(await later())).toEqual([[]]);
      repository.delete(tag);
      portal.registry.setFault('acme/payments', { kind: 'down' });
      expect(codesOf(await later())).toEqual([[]]);
      portal.registry.clearFault('acme/payments');
      const [gone] = await later();
      expect(gone).toMatchObject({
        verdict: 'trusted',
        findings: [{ code: 'attestation-vanished' }],
      });
      repository.putManifest(attestation.bytes, { tag });
      expect(codesOf(await later())).toEqual([[]]);
    });

    it('S5.4 finds a digest that is gone, and leaves it alone through an outage', async () => {
      const { repository, subject } = await trusted();
      const image = repository.resolve(subject)!;
      repository.delete(subject);
      const [gone] = await later();
      expect(gone).toMatchObject({
        verdict: 'inconclusive',
        reason: { code: 'artifact-not-found' },
        findings: [{ code: 'digest-gone', old: subject }],
      });
      portal.registry.setFault('acme/payments', { kind: 'down' });
      const [down] = await later();
      expect(down.findings).toEqual(gone.findings);
      portal.registry.clearFault('acme/payments');
      repository.putManifest(image.bytes, { tag: '1' });
      expect(codesOf(await later())).toEqual([[]]);
    });

    it('S10.1 writes what opens and closes into the log', async () => {
      const { repository, subject } = await trusted();
      const image = repository.resolve(subject)!;
      repository.delete(subject);
      await later();
      repository.putManifest(image.bytes, { tag: '1' });
      await later();
      const entries = await knex('log_entries')
        .whereIn('kind', ['finding-opened', 'finding-closed'])
        .orderBy('id');
      expect(
        entries.map(({ kind, content }) => [kind, JSON.parse(content).code]),
      ).toEqual([
        ['finding-opened', 'digest-gone'],
        ['finding-closed', 'digest-gone'],
      ]);
    });

    it('S6.1 S7.2 distrusts at once, also during an outage and without any request', async () => {
      await trusted();
      portal.registry.setFault('acme/payments', { kind: 'down' });
      await later();
      const asked = portal.registry.requests.list().length;
      const [usage] = await portal.reconfigure({ distrust: [distrust] });
      expect(usage).toMatchObject({
        verdict: 'untrusted',
        decision: 'deny',
        reason: { code: 'distrusted', parameters: { because: 'stolen' } },
      });
      expect(portal.registry.requests.list()).toHaveLength(asked);
      const { judgement } = await portal.detail(usage.id);
      expect(judgement.registryVersion).toBe(2);
      expect(await knex('transitions').where({ verdict: 'untrusted' })).toEqual(
        [expect.objectContaining({ reason_code: 'distrusted' })],
      );
    });

    it('S7.2 trusts what a log proves to be older than the day from which it distrusts', async () => {
      await trusted();
      const from = portal.clock.now().toISOString();
      const [older] = await portal.reconfigure({
        distrust: [{ ...distrust, from }],
      });
      expect(older.verdict).toBe('trusted');
    });

    it('S1.6 comes back at the instant from which a digest is distrusted', async () => {
      const { subject } = await trusted();
      const from = new Date(
        portal.clock.now().getTime() + 600_000,
      ).toISOString();
      const entry = { digest: subject, reason: 'malware', from };
      const [before] = await portal.reconfigure({ distrust: [entry] });
      expect(before.verdict).toBe('trusted');
      portal.clock.advance(11);
      const [after] = await portal.work();
      expect(after).toMatchObject({
        verdict: 'untrusted',
        decision: 'deny',
        reason: { code: 'distrusted' },
      });
    });
  },
);
