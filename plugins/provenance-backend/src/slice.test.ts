import { pushImage, SigstoreInstance, tampered } from '@countersign/sandbox';
import { sigstoreAuthority } from '@countersign/verifier';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { artifact, issuer, rules, signedImage } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import { generationOf, rejudgeOutdated } from './engine';
import { stateOf } from './trust';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())(
  'from an entity to a verdict on %s',
  databaseId => {
    let portal: Portal;

    beforeEach(async () => {
      portal = await startPortal({
        knex: await migratedDatabase(databaseId),
        rules,
      });
    });

    afterEach(() => portal.close());

    it('trusts what the release workflow signed, with everything it rests on', async () => {
      const { reference } = signedImage(portal);
      const [usage, ...others] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      expect(others).toEqual([]);
      expect(usage).toMatchObject({
        entityRef: 'component:default/payments',
        kind: 'container-image',
        environment: 'prod',
        reference,
        tag: '1',
        verdict: 'trusted',
        decision: 'allow',
        reason: { code: 'accepted' },
        freshness: { status: 'fresh' },
        checking: false,
        findings: [],
        claims: [{ locator: 'annotation', standing: 'declared' }],
      });
      const detail = await portal.detail(usage.id);
      expect(detail.collection).toMatchObject({ subject: usage.digest });
      expect(detail.evidence[0]).toMatchObject({
        authority: 'acme',
        outcome: { status: 'proven' },
        signer: { issuer, claims: { sourceRef: 'refs/tags/v1.0.0' } },
      });
    });

    it('calls unsigned what has nothing attached', async () => {
      const { registry } = portal;
      pushImage(registry.repository('acme/bare'), { tag: '1' });
      const [usage] = await portal.look([
        component('bare', artifact(`${registry.host}/acme/bare:1`)),
      ]);
      expect(usage).toMatchObject({
        verdict: 'unsigned',
        decision: 'deny',
        reason: { code: 'nothing-found' },
      });
    });

    it('does not trust a signature over changed bytes', async () => {
      const { reference } = signedImage(portal, 'payments', {
        alter: tampered,
      });
      const [usage] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      expect(usage).toMatchObject({
        verdict: 'untrusted',
        decision: 'deny',
        reason: { code: 'signature-invalid' },
      });
    });

    it('finds a tag that moved', async () => {
      const { reference, repository } = signedImage(portal);
      const entities = [component('payments', artifact(reference))];
      const [before] = await portal.look(entities);
      const { digest } = pushImage(repository, {
        tag: '1',
        files: { other: 'bytes' },
      });
      portal.clock.advance(4 * 60);
      const [after] = await portal.work();
      expect(after).toMatchObject({
        digest,
        verdict: 'unsigned',
        reason: { code: 'nothing-found' },
        findings: [{ code: 'tag-moved', old: before.digest, new: digest }],
      });
      portal.clock.advance(4 * 60);
      const [later] = await portal.work();
      expect(later.findings).toEqual(after.findings);
    });

    it('S6.5 finds a signature that is not served any more', async () => {
      const { reference, repository } = signedImage(portal);
      const [before] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      repository.delete(`${before.digest!.replace(':', '-')}.sig`);
      portal.clock.advance(4 * 60);
      const [after] = await portal.work();
      expect(after).toMatchObject({
        verdict: 'unsigned',
        reason: { code: 'signature-vanished' },
        findings: [{ code: 'signature-vanished' }],
      });
      expect((await portal.detail(after.id)).evidence).toHaveLength(1);
    });

    it('S6.1 keeps judging from the last complete look through an outage, and says stale', async () => {
      const { reference } = signedImage(portal);
      const [good] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      portal.registry.setFault('acme/payments', { kind: 'down' });
      portal.clock.advance(4 * 60);
      const [down] = await portal.work();
      expect(down).toMatchObject({
        verdict: 'trusted',
        reason: { code: 'accepted' },
        since: good.since,
        freshness: { status: 'stale', cause: { code: 'registry-unreachable' } },
      });
      portal.clock.advance(24 * 60);
      const [late] = await portal.work();
      expect(late).toMatchObject({
        verdict: 'inconclusive',
        decision: 'deny',
        reason: { code: 'registry-unreachable' },
      });
      portal.registry.clearFault('acme/payments');
      portal.clock.advance(4 * 60);
      const [again] = await portal.work();
      expect(again).toMatchObject({
        verdict: 'trusted',
        freshness: { status: 'fresh' },
      });
    });

    it('S6.4 judges again without any request when rules and authorities change', async () => {
      const { reference } = signedImage(portal);
      await portal.look([component('payments', artifact(reference))]);
      const asked = portal.registry.requests.list().length;
      const [noRule] = await portal.reconfigure({ rules: [] });
      expect(noRule).toMatchObject({
        verdict: 'untrusted',
        decision: 'warn',
        reason: { code: 'no-rule' },
      });
      const other = SigstoreInstance.create({
        name: 'other',
        clock: portal.clock,
      });
      const [removed] = await portal.reconfigure({
        rules: rules(portal.registry),
        authorities: [sigstoreAuthority('other', other.trustedRoot())],
      });
      expect(removed).toMatchObject({
        verdict: 'untrusted',
        reason: { code: 'authority-removed' },
      });
      const [back] = await portal.reconfigure({
        authorities: [sigstoreAuthority('acme', portal.acme.trustedRoot())],
      });
      expect(back).toMatchObject({ verdict: 'trusted' });
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('finds a tag that moved while the annotation was gone', async () => {
      const { reference, repository } = signedImage(portal);
      const entities = [component('payments', artifact(reference))];
      await portal.look(entities);
      await portal.look([]);
      expect(await portal.look([])).toEqual([]);
      pushImage(repository, { tag: '1', files: { other: 'bytes' } });
      const [usage] = await portal.look(entities);
      expect(usage.findings).toMatchObject([{ code: 'tag-moved' }]);
    });

    it('S5.3 cannot tell while an authority that the rule names is not loaded', async () => {
      const { reference } = signedImage(portal);
      await portal.look([component('payments', artifact(reference))]);
      const cause = {
        code: 'authority-missing',
        origin: 'infrastructure',
        message: 'no such file',
      } as const;
      const [usage] = await portal.reconfigure({
        authorities: [],
        missing: [{ name: 'acme', kind: 'sigstore', status: 'failed', cause }],
      });
      expect(usage).toMatchObject({
        verdict: 'inconclusive',
        decision: 'deny',
        reason: { code: 'authority-missing' },
      });
    });

    it('S1.6 says that a verdict is overdue where nobody came to judge again', async () => {
      const { reference } = signedImage(portal);
      const [fresh] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      portal.clock.advance(9 * 60);
      expect(await portal.detail(fresh.id)).toMatchObject({
        verdict: 'trusted',
        freshness: { status: 'stale', cause: 'overdue' },
        checking: true,
      });
    });

    it('S6.1 lets a verdict run out even where looking itself breaks', async () => {
      const { reference } = signedImage(portal);
      await portal.look([component('payments', artifact(reference))]);
      portal.engine = {
        ...portal.engine,
        verification: {
          ...portal.engine.verification,
          revision: portal.engine.verification.revision + 1,
          verify: () => {
            throw new Error('worker died');
          },
        },
      };
      portal.clock.advance(25 * 60);
      const [usage] = await portal.work();
      expect(usage).toMatchObject({
        verdict: 'inconclusive',
        decision: 'deny',
      });
    });

    it('S5.1 S6.4 cannot tell while the verifier fails under a changed authority, and asks it again', async () => {
      const { reference } = signedImage(portal);
      const [{ id }] = await portal.look([
        component('payments', artifact(reference)),
      ]);
      const root = portal.acme.trustedRoot();
      const more = SigstoreInstance.create({
        name: 'more',
        clock: portal.clock,
      }).trustedRoot();
      const authority = sigstoreAuthority('acme', {
        ...root,
        tlogs: [...root.tlogs, ...more.tlogs],
      });
      const broken = new Error('worker died');
      const { engine } = portal;
      const judging = {
        ...engine.judging,
        authorities: { loaded: [authority], states: [stateOf(authority)] },
      };
      const generation = generationOf(judging, engine.verification.revision);
      const changed = { ...engine, judging, generation };
      const failing = {
        ...changed,
        verification: {
          ...engine.verification,
          verify: () => Promise.reject(broken),
        },
      };
      expect(await rejudgeOutdated(failing)).toEqual({ count: 0, failed: 1 });
      expect(await portal.detail(id)).toMatchObject({
        verdict: 'inconclusive',
        decision: 'deny',
        reason: { code: 'not-checked-yet' },
      });
      expect(engine.logger.error).toHaveBeenCalledWith(
        expect.stringContaining('could not be verified'),
        broken,
      );
      expect(await rejudgeOutdated(changed)).toEqual({ count: 1, failed: 0 });
      expect(await portal.detail(id)).toMatchObject({ verdict: 'trusted' });
      expect(await rejudgeOutdated(changed)).toEqual({ count: 0, failed: 0 });
    });

    it('S6.4 believes no stored material that somebody altered', async () => {
      const { reference } = signedImage(portal);
      await portal.look([component('payments', artifact(reference))]);
      const { knex } = portal.engine;
      await knex('evidence').delete();
      await knex('materials').update({ content: Buffer.from('other') });
      await portal.reconfigure({ rules: [] });
      const [usage] = await portal.reconfigure({
        rules: rules(portal.registry),
      });
      expect(usage).toMatchObject({
        verdict: 'untrusted',
        reason: { code: 'unknown-authority' },
      });
    });

    it('ends usages of entities that vanished', async () => {
      const { reference } = signedImage(portal);
      await portal.look([component('payments', artifact(reference))]);
      expect(await portal.look([])).toHaveLength(1);
      expect(await portal.look([])).toEqual([]);
      expect(
        await portal.look([component('payments', artifact(reference))]),
      ).toHaveLength(1);
    });
  },
);
