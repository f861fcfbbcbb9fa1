import type { Digest } from '@countersign/domain';
import {
  pushArtifact,
  signImage,
  SigstoreInstance,
  workflowIdentity,
} from '@countersign/sandbox';
import { databases, migratedDatabase } from './__testUtils__/databases';
import { rules } from './__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import type { Source } from './discovery';

jest.setTimeout(60_000);

const release = { repository: 'acme/charts', ref: 'refs/tags/v1.0.0' };

describe.each(databases.eachSupportedId())(
  'S3.1 an artifact of which nobody named the kind on %s',
  databaseId => {
    let portal: Portal;

    beforeEach(async () => {
      portal = await startPortal({
        knex: await migratedDatabase(databaseId),
        rules,
      });
    });

    afterEach(() => portal.close());

    /** A Helm chart, signed by the release workflow or by a stranger under a root of its own. */
    function chart(sigstore = portal.acme) {
      const { registry, clock } = portal;
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
      return `${registry.host}/acme/charts:1`;
    }

    const declaring = (reference: string, kind?: string) => [
      component('charts', JSON.stringify([{ reference, kind }])),
    ];

    const listed = async () =>
      (await portal.engine.knex('current_usages')).map(({ kind }) => kind);

    it('counts as what its bytes show, where people and lists read it', async () => {
      const [usage] = await portal.look(declaring(chart()));
      expect(usage).toMatchObject({
        ...{ kind: 'helm-chart', isKindAssumed: true },
        ...{ verdict: 'trusted', decision: 'allow' },
        reason: { code: 'accepted' },
      });
      expect(await listed()).toEqual(['helm-chart']);
    });

    it('is held to a kind that somebody names, at once and without a look', async () => {
      const reference = chart();
      await portal.look(declaring(reference));
      const asked = portal.registry.requests.list().length;
      const [named] = await portal.look(
        declaring(reference, 'container-image'),
      );
      expect(named).toMatchObject({
        kind: 'container-image',
        ...{ verdict: 'untrusted', decision: 'deny' },
        reason: {
          code: 'kind-mismatch',
          parameters: {
            ...{ declared: 'container-image', found: '“helm-chart”' },
          },
        },
      });
      expect(named.isKindAssumed).toBeUndefined();
      expect(await listed()).toEqual(['container-image']);
      const [left] = await portal.look(declaring(reference));
      expect(left).toMatchObject({ kind: 'helm-chart', verdict: 'trusted' });
      expect(portal.registry.requests.list()).toHaveLength(asked);
    });

    it('is held to the kind that a convention names, although the annotation goes before it', async () => {
      const reference = chart();
      const convention: Source = {
        ...{ name: 'convention', standing: 'declared' },
        locate: async () => [
          {
            entityRef: 'component:default/charts',
            usages: [
              {
                identity: {
                  entityRef: 'component:default/charts',
                  kind: 'container-image',
                  repository: `${portal.registry.host}/acme/charts`,
                },
                reference: `${portal.registry.host}/acme/charts:0`,
                tag: '0',
              },
            ],
          },
        ],
      };
      const usages = await portal.look(declaring(reference), [convention]);
      expect(usages).toMatchObject([
        { reference, verdict: 'untrusted', reason: { code: 'kind-mismatch' } },
      ]);
    });

    it('is not trusted for what its bytes look like', async () => {
      const stranger = SigstoreInstance.create({
        ...{ name: 'stranger', clock: portal.clock },
      });
      const [usage] = await portal.look(declaring(chart(stranger)));
      expect(usage).toMatchObject({
        ...{ kind: 'helm-chart', verdict: 'untrusted', decision: 'deny' },
        reason: { code: 'unknown-authority' },
      });
      const [without] = await portal.reconfigure({ rules: [] });
      expect(without).toMatchObject({
        ...{ kind: 'helm-chart', verdict: 'untrusted', decision: 'warn' },
        reason: { code: 'no-rule' },
      });
    });

    it('keeps that nobody named it when its tag moves', async () => {
      const reference = chart();
      await portal.look(declaring(reference));
      const repository = portal.registry.repository('acme/charts');
      pushArtifact(repository, {
        artifactType: 'application/spdx+json',
        tag: '1',
        layers: [],
      });
      portal.clock.advance(4 * 60);
      const [moved] = await portal.work();
      expect(moved).toMatchObject({
        ...{ kind: 'sbom', isKindAssumed: true },
        ...{ verdict: 'unsigned', findings: [{ code: 'tag-moved' }] },
      });
    });
  },
);
