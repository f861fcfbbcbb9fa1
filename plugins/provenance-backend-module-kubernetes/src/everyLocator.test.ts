import type { Entity } from '@backstage/catalog-model';
import type { Digest } from '@countersign/domain';
import {
  pushArtifact,
  pushImage,
  signImage,
  SigstoreInstance,
  startRegistry,
  workflowIdentity,
  type Registry,
} from '@countersign/sandbox';
import { FakeCluster, type FakePod } from './__testUtils__/FakeCluster';
import { podOf, statusOf } from './__testUtils__/pods';
import { RealKubernetesBackend } from './__testUtils__/RealKubernetesBackend';
import { kubernetesConfig } from './__testUtils__/startPortal';
import {
  eventually,
  startWorld,
  type UsageItem,
} from './__testUtils__/startWorld';

jest.setTimeout(120_000);

const place = { environment: 'prod', cloud: 'aws', location: 'eu' };
const release = { repository: 'acme/pay', ref: 'refs/tags/v1' };
const signature = (digest: Digest) => `${digest.replace(':', '-')}.sig`;

/** Of each artifact what everybody has to hear about it. */
const expected: Record<string, [string, string, string]> = {
  signed: ['trusted', 'allow', 'accepted'],
  unsigned: ['unsigned', 'deny', 'nothing-found'],
  wrong: ['untrusted', 'deny', 'signer-not-accepted'],
  vanished: ['unsigned', 'deny', 'signature-vanished'],
  unreachable: ['inconclusive', 'deny', 'registry-unreachable'],
};
const artifacts = Object.keys(expected);
const locators = [
  ...['annotation', 'convention', 'registry-annotation'],
  ...['report', 'kubernetes', 'inventory'],
];

/** The same artifacts are told of by each locator, each time of an entity that no other locator knows. */
const told = artifacts.flatMap(artifact =>
  locators.map(locator => ({
    artifact,
    locator,
    name: `${artifact}-${locator}`,
  })),
);
const refOf = (name: string) => `component:default/${name}`;

describe('from a word to a verdict through the real plugin', () => {
  let time = Date.parse('2026-11-20T08:00:00Z');
  const clock = { now: () => new Date(time) };
  const digests: Record<string, Digest> = {};
  let registry: Registry;
  let acme: SigstoreInstance;
  let cluster: FakeCluster;
  let kubernetes: RealKubernetesBackend;
  let world: Awaited<ReturnType<typeof startWorld>>;

  const image = (artifact: string) => `${registry.host}/acme/${artifact}:1`;
  const pulled = (artifact: string) =>
    `${registry.host}/acme/${artifact}@${digests[artifact]}`;

  function publish(
    name: string,
    push: typeof pushArtifact | undefined,
    signer?: string,
  ) {
    const repository = registry.repository(`acme/${name}`);
    const { digest } = push
      ? push(repository, {
          ...{ tag: '1', layers: [] },
          artifactType: 'application/vnd.cncf.model.manifest.v1+json',
        })
      : pushImage(repository, { tag: '1', files: { name } });
    digests[name] = digest as Digest;
    if (signer === undefined) return;
    const identity = workflowIdentity({ ...release, repository: signer });
    signImage({
      ...{ repository, subject: digests[name], sigstore: acme },
      ...{ signer: { type: 'certificate', identity }, at: clock.now() },
    });
  }

  function entityOf(name: string, annotations: Record<string, string>): Entity {
    return {
      ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
      metadata: { name, annotations },
      spec: { type: 'service', owner: 'team', lifecycle: 'production' },
    };
  }

  /** The words of one locator; a report, an inventory and a pod are not in the entity. */
  function annotationsFor(artifact: string, locator: string, name: string) {
    const words: Record<string, Record<string, string>> = {
      annotation: {
        'countersign.dev/artifacts': JSON.stringify([
          { reference: image(artifact), ...place },
        ]),
      },
      convention: { 'acme.io/image': image(artifact) },
      'registry-annotation': {
        'goharbor.io/repository-slug': `acme/${artifact}`,
      },
      kubernetes: { 'backstage.io/kubernetes-id': name },
    };
    return words[locator] ?? {};
  }

  /** A server for models: its image is signed, and it mounts a model that is, too; it declares another image. */
  function modelServer(): [Entity, FakePod] {
    const pod = podOf('model-server', image('signed'), pulled('signed'));
    const main = statusOf('main', image('signed'), pulled('signed'));
    const volumeStatus = { image: { imageRef: pulled('model') } };
    const mount = { name: 'model', mountPath: '/model', volumeStatus };
    pod.spec = {
      containers: [{ name: 'main', image: image('signed') }],
      volumes: [{ name: 'model', image: { reference: image('model') } }],
    };
    pod.status = { containerStatuses: [{ ...main, volumeMounts: [mount] }] };
    const declared = { reference: `${registry.host}/acme/signed:0`, ...place };
    const entity = entityOf('model-server', {
      'countersign.dev/artifacts': JSON.stringify([declared]),
      'backstage.io/kubernetes-id': 'model-server',
    });
    return [entity, pod];
  }

  function configOf() {
    const clusters = [
      {
        ...{ name: 'eu-1', url: cluster.url, authProvider: 'serviceAccount' },
        ...{ serviceAccountToken: cluster.token, skipMetricsLookup: true },
      },
    ];
    const { host } = registry;
    return {
      ...kubernetesConfig(clusters),
      inventory: { url: 'https://inventory.acme.example/running.json' },
      provenance: {
        authorities: [{ name: 'public-good', offline: true }],
        ...{ environments: ['dev', 'prod'], clouds: ['aws'] },
        registries: [{ host, plainHttp: true, privateNetwork: true }],
        kubernetes: { clusters: [{ name: 'eu-1', ...place }] },
        discovery: {
          conventions: [
            {
              reference: '{{ metadata.annotations["acme.io/image"] }}',
              ...{ name: 'images', filter: { kind: 'component' }, ...place },
            },
          ],
          registryAnnotations: [
            {
              annotation: 'goharbor.io/repository-slug',
              ...{ host, tag: '1', ...place },
            },
          ],
        },
        acceptance: {
          initial: [
            {
              ...{ name: 'acme-release', mode: 'enforce' },
              references: [`${host}/acme/**`],
              signers: [
                {
                  authority: 'acme',
                  issuer: 'https://token.actions.githubusercontent.com',
                  subject:
                    'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
                },
              ],
            },
          ],
        },
      },
    };
  }

  beforeAll(async () => {
    registry = await startRegistry();
    acme = SigstoreInstance.create({ name: 'acme', clock });
    cluster = await FakeCluster.start();
    kubernetes = RealKubernetesBackend.start();
    publish('signed', undefined, 'acme/pay');
    publish('unsigned', undefined);
    publish('wrong', undefined, 'evil/fork');
    publish('vanished', undefined, 'acme/pay');
    publish('unreachable', undefined, 'acme/pay');
    publish('model', pushArtifact, 'acme/pay');
    registry.setFault('acme/unreachable', { kind: 'status', status: 503 });
    time += 5 * 60_000;
    for (const { artifact, locator, name } of told)
      if (locator === 'kubernetes')
        cluster.pods.push(podOf(name, image(artifact), pulled(artifact)));
    const [server, pod] = modelServer();
    cluster.pods.push(pod);
    const config = configOf();
    world = await startWorld({
      ...{ config, clock, acme },
      kubernetes: await kubernetes.configure(config),
      entities: [
        server,
        ...told.map(({ artifact, locator, name }) =>
          entityOf(name, annotationsFor(artifact, locator, name)),
        ),
      ],
      inventory: told
        .filter(({ locator }) => locator === 'inventory')
        .map(({ artifact, name }) => ({
          ...{ entity: refOf(name), image: image(artifact), ...place },
        })),
    });
    const reports = told.filter(({ locator }) => locator === 'report');
    await world.report(
      reports.map(({ artifact, name }) => ({
        ...{ entity: refOf(name), reference: image(artifact), ...place },
      })),
    );
    await settled();
    const repository = registry.repository('acme/vanished');
    repository.delete(signature(digests.vanished));
    time += 60_000;
    for (const { artifact, name } of told)
      if (artifact === 'vanished') await world.check(refOf(name));
  });

  afterAll(async () => {
    await world?.stop();
    await kubernetes.stop();
    await cluster.stop();
    await registry.close();
  });

  /** All usages, once nobody is at them. */
  function settled(): Promise<UsageItem[]> {
    return eventually(async () => {
      const usages = await world.usages();
      const waiting = usages.filter(
        ({ checking, reason }) => checking || reason.code === 'not-checked-yet',
      );
      expect(usages).toHaveLength(told.length + 2);
      expect(waiting).toEqual([]);
      return usages;
    });
  }

  it.each(artifacts)(
    'S3.2 says of what is %s the same, whoever told of it',
    async artifact => {
      const [verdict, decision, code] = expected[artifact];
      const usages = await settled();
      const shown = locators.map(locator => {
        const entityRef = refOf(`${artifact}-${locator}`);
        const [usage, ...others] = usages.filter(
          one => one.entityRef === entityRef,
        );
        expect(others).toEqual([]);
        return usage;
      });
      expect(shown.map(({ claims }) => claims.map(one => one.locator))).toEqual(
        locators.map(locator => [locator]),
      );
      const said = shown.map(one => ({
        ...{ kind: one.kind, environment: one.environment },
        ...{ cloud: one.cloud, location: one.location },
        ...{ verdict: one.verdict, decision: one.decision },
        code: one.reason.code,
      }));
      expect(said).toEqual(
        locators.map(() => ({
          ...{ kind: 'container-image', ...place },
          ...{ verdict, decision, code },
        })),
      );
      // What nobody has ever reached has none, also where the pod names one.
      const digest =
        code === 'registry-unreachable' ? undefined : digests[artifact];
      expect(shown.map(one => one.digest)).toEqual(locators.map(() => digest));
    },
  );

  it('S3.2 judges what a pod runs and mounts, and not what is declared beside it', async () => {
    const usages = (await settled()).filter(
      ({ entityRef }) => entityRef === refOf('model-server'),
    );
    const said = usages.map(one => ({
      ...{ kind: one.kind, isKindAssumed: one.isKindAssumed ?? false },
      ...{ digest: one.digest, verdict: one.verdict },
      claims: one.claims.map(({ locator, outranked }) => [locator, outranked]),
    }));
    expect(said).toHaveLength(2);
    expect(said).toEqual(
      expect.arrayContaining([
        {
          ...{ kind: 'container-image', isKindAssumed: false },
          ...{ digest: digests.signed, verdict: 'trusted' },
          claims: [
            ['kubernetes', undefined],
            ['annotation', 'differs'],
          ],
        },
        {
          ...{ kind: 'machine-learning-model', isKindAssumed: true },
          ...{ digest: digests.model, verdict: 'trusted' },
          claims: [['kubernetes', undefined]],
        },
      ]),
    );
  });
});
