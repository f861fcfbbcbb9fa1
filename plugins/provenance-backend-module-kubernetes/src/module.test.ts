import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { FakeCluster, sendJson, sendStatus } from './__testUtils__/FakeCluster';
import { digest, podOf } from './__testUtils__/pods';
import { RealKubernetesBackend } from './__testUtils__/RealKubernetesBackend';
import {
  entityWith,
  kubernetesConfig,
  startPortal,
  type Portal,
} from './__testUtils__/startPortal';
import { KubernetesBackend } from './clusters';
import { KubernetesLocator } from './KubernetesLocator';
import { Places } from './places';

jest.setTimeout(60_000);

const image = 'ghcr.io/acme/pay:1.8.2';
const pulled = `ghcr.io/acme/pay@${digest('a')}`;
const pay = entityWith('pay', { id: 'pay' });
const ref = 'component:default/pay';
const kind = 'container-image';
const signal = new AbortController().signal;

describe('the Kubernetes module on the real Kubernetes backend', () => {
  let eu: FakeCluster;
  let us: FakeCluster;
  let portal: Portal | undefined;
  let kubernetes: RealKubernetesBackend;

  beforeAll(() => {
    kubernetes = RealKubernetesBackend.start();
  });

  afterAll(() => kubernetes.stop());

  beforeEach(async () => {
    eu = await FakeCluster.start();
    us = await FakeCluster.start();
  });

  afterEach(async () => {
    await eu.stop();
    await us.stop();
    await portal?.stop();
    portal = undefined;
  });

  const signedIn = (name: string, { url, token }: FakeCluster): JsonObject => ({
    ...{ name, url, authProvider: 'serviceAccount' },
    ...{ serviceAccountToken: token, skipMetricsLookup: true },
  });

  const bothClusters = () => [signedIn('eu', eu), signedIn('us', us)];

  async function locatorOn(
    clusters: JsonObject[] = bothClusters(),
    rest: { provenance?: JsonObject; method?: string } = {},
  ) {
    const config = kubernetesConfig(clusters, rest.method);
    portal = await startPortal({
      config: { ...config, provenance: rest.provenance ?? {} },
      kubernetes: await kubernetes.configure(config),
    });
    expect(portal.locators).toHaveLength(1);
    return portal.locators[0];
  }

  /** With little patience. */
  function locatorOf(
    { services }: Portal,
    options: { patienceMs?: number; budgetMs?: number },
  ) {
    return new KubernetesLocator({
      backend: new KubernetesBackend(services, options),
      places: new Places([]),
      logger: mockServices.logger.mock(),
      budgetMs: options.budgetMs,
    });
  }

  it('S3.2 reports what runs as observed, with digest, tag and the place that the configuration names', async () => {
    eu.pods.push(
      podOf('pay', image, pulled, { namespace: 'prod-pay' }),
      podOf('pay', image, pulled, { namespace: 'tools' }),
      podOf('other', 'ghcr.io/acme/other:1', `x@${digest('b')}`),
    );
    us.pods.push(podOf('pay', image, pulled));
    const locator = await locatorOn(bothClusters(), {
      provenance: {
        environments: ['dev', 'prod'],
        kubernetes: {
          clusters: [
            {
              ...{ name: 'eu', cloud: 'aws', location: 'eu-central-1' },
              environment: 'dev',
              namespaces: [{ name: 'prod-*', environment: 'prod' }],
            },
          ],
        },
      },
    });
    expect(locator).toMatchObject({ name: 'kubernetes', standing: 'observed' });
    const reference = `${image}@${digest('a')}`;
    const inEu = { reference, kind, cloud: 'aws', location: 'eu-central-1' };
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.incomplete).toBeUndefined();
    expect(answer.artifacts).toHaveLength(3);
    expect(answer.artifacts).toEqual(
      expect.arrayContaining([
        { ...inEu, environment: 'prod' },
        { ...inEu, environment: 'dev' },
        { reference, kind, location: 'us' },
      ]),
    );
  });

  it('gives clusters their own credential, never that of the portal, and asks nothing but to list pods', async () => {
    const locator = await locatorOn();
    await locator.locate([pay], { signal });
    const requests = [...eu.requests, ...us.requests];
    expect(requests).toHaveLength(2);
    for (const { path, query, authorization } of requests) {
      expect(path).toBe('/api/v1/pods');
      expect(query.get('limit')).toBe('500');
      expect(query.get('labelSelector')).toBe(
        'backstage.io/kubernetes-id in (pay)',
      );
      expect(authorization).toBe(`Bearer ${eu.token}`);
    }
  });

  it('passes nothing of the portal on to a cluster behind kubectl proxy, and asks none that needs a user', async () => {
    eu.instead = (_, res) => {
      sendJson(res, 200, { kind: 'PodList', items: eu.pods });
      return true;
    };
    eu.pods.push(podOf('pay', image, pulled));
    const locator = await locatorOn([
      { name: 'local', url: eu.url, authProvider: 'localKubectlProxy' },
      {
        ...{ name: 'us', url: us.url, authProvider: 'oidc' },
        oidcTokenProvider: 'okta',
      },
    ]);
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.artifacts).toHaveLength(1);
    expect(answer.incomplete).toBeUndefined();
    expect(eu.requests.map(one => one.authorization || undefined)).toEqual([
      undefined,
    ]);
    expect(us.requests).toEqual([]);
    const pinned = entityWith('pinned', { id: 'pay', cluster: 'us' });
    expect(await locator.locate([pinned], { signal })).toEqual([
      {
        ...{ entityRef: 'component:default/pinned', artifacts: [] },
        incomplete: "its clusters are not asked without a user's token",
      },
    ]);
  });

  it('reads lists to their end, and makes one claim of 1,200 replicas', async () => {
    for (let i = 0; i < 1_200; i++)
      eu.pods.push(
        podOf(
          'pay',
          image,
          `ghcr.io/acme/pay@${digest(i < 1_199 ? 'a' : 'b')}`,
        ),
      );
    const locator = await locatorOn([signedIn('eu', eu)]);
    const [answer] = await locator.locate([pay], { signal });
    expect(answer).toEqual({
      entityRef: ref,
      artifacts: ['a', 'b'].map(one => ({
        ...{ reference: `${image}@${digest(one)}`, kind, location: 'eu' },
      })),
    });
    expect(eu.requests.map(({ query }) => query.get('continue'))).toEqual([
      null,
      '500',
      '1000',
    ]);
  });

  it('begins a list anew that the API server has forgotten, and gives up where it forgets again', async () => {
    for (let i = 0; i < 600; i++) eu.pods.push(podOf('pay', image, pulled));
    let left = 1;
    eu.instead = ({ query }, res) => {
      if (!query.get('continue') || left-- <= 0) return false;
      sendStatus(res, 410, 'Expired');
      return true;
    };
    const locator = await locatorOn([signedIn('eu', eu)]);
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.incomplete).toBeUndefined();
    expect(answer.artifacts).toHaveLength(1);
    left = 2;
    const [again] = await locator.locate([pay], { signal });
    expect(again.incomplete).toBe('the cluster eu answered with 410');
    expect(again.artifacts).toHaveLength(1);
  });

  it.each([
    ['answered with 401', 401],
    ['answered with 403', 403],
    ['answered with 410', 410],
    ['answered with 500', 500],
    ['answered with 503', 503],
  ])(
    'S5.2 keeps what other clusters say where one %s, and says that there may be more',
    async (problem, code) => {
      eu.instead = (_, res) => {
        sendStatus(res, code, 'Refused');
        return true;
      };
      us.pods.push(podOf('pay', image, pulled));
      const locator = await locatorOn();
      const [answer] = await locator.locate([pay], { signal });
      expect(answer.artifacts).toMatchObject([{ location: 'us' }]);
      expect(answer.incomplete).toBe(`the cluster eu ${problem}`);
    },
  );

  it.each<[string, string, string]>([
    [
      'truncated JSON',
      '{"kind":"PodList","items":[{"me',
      'sent what is no JSON',
    ],
    ['another object', '{"kind":"Status","code":200}', 'sent no list of pods'],
    ['items that are none', '{"kind":"PodList","items":{}}', 'sent no list of'],
    ['a pod that is none', '{"kind":"PodList","items":[7]}', 'sent a pod that'],
    ['nothing', '', 'sent what is no JSON'],
  ])('takes %s for no empty cluster', async (_, body, problem) => {
    eu.instead = (_seen, res) => {
      res.writeHead(200, { 'content-type': 'application/json' }).end(body);
      return true;
    };
    const locator = await locatorOn([signedIn('eu', eu)]);
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.artifacts).toEqual([]);
    expect(answer.incomplete).toContain(`the cluster eu ${problem}`);
  });

  it('takes an answer that breaks off for none', async () => {
    eu.instead = (_, res) => {
      res.writeHead(200, { 'content-length': 1_000 });
      res.write('{"kind":"PodList"', () => res.destroy());
      return true;
    };
    await locatorOn([signedIn('eu', eu)]);
    const locator = locatorOf(portal!, { patienceMs: 500 });
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.artifacts).toEqual([]);
    expect(answer.incomplete).toContain('the cluster eu did not answer');
  });

  it('names a cluster that is gone, and one that only the configuration knows', async () => {
    const { url } = eu;
    await eu.stop();
    eu = await FakeCluster.start();
    const locator = await locatorOn(
      [{ ...signedIn('gone', eu), url }, signedIn('us', us)],
      { provenance: { kubernetes: { clusters: [{ name: 'ap' }] } } },
    );
    us.pods.push(podOf('pay', image, pulled));
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.artifacts).toHaveLength(1);
    expect(answer.incomplete).toContain('the cluster gone answered with 500');
    expect(answer.incomplete).toContain('knows no cluster ap');
  });

  it('waits once for a cluster that does not answer, whoever it is asked about', async () => {
    eu.instead = () => true;
    us.pods.push(podOf('pay', image, pulled));
    await locatorOn();
    const locator = locatorOf(portal!, { patienceMs: 300 });
    const many = Array.from({ length: 60 }, (_, i) =>
      entityWith(`e${i}`, { 'label-selector': `app=e${i}` }),
    );
    const answers = await locator.locate([pay, ...many], { signal });
    expect(answers).toHaveLength(61);
    expect(new Set(answers.map(one => one.incomplete))).toEqual(
      new Set(['the cluster eu did not answer in time']),
    );
    expect(answers[0].artifacts).toHaveLength(1);
    // As many as are asked at the same time.
    expect(eu.requests).toHaveLength(4);
  });

  it('answers before the provenance backend stops to wait', async () => {
    eu.instead = () => true;
    us.pods.push(podOf('pay', image, pulled));
    await locatorOn();
    const locator = locatorOf(portal!, { budgetMs: 500 });
    const [answer] = await locator.locate([pay], { signal });
    expect(answer.artifacts).toMatchObject([{ location: 'us' }]);
    expect(answer.incomplete).toBe('there was no time for the cluster eu');
  });

  it('stops where nobody waits any more', async () => {
    const controller = new AbortController();
    const reason = new Error('nobody waits');
    eu.instead = () => {
      controller.abort(reason);
      return true;
    };
    const locator = await locatorOn([signedIn('eu', eu)]);
    await expect(
      locator.locate([pay], { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  it('asks once about many entities, and tells their pods apart', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `e${i}`);
    for (const name of names)
      eu.pods.push(
        podOf(name, `ghcr.io/acme/${name}:1`, `ghcr.io/x@${digest('a')}`),
      );
    const locator = await locatorOn([signedIn('eu', eu)]);
    const answers = await locator.locate(
      names.map(name => entityWith(name, { id: name })),
      { signal },
    );
    expect(answers.map(one => one.artifacts)).toEqual(
      names.map(name => [
        {
          ...{ kind, location: 'eu' },
          reference: `ghcr.io/acme/${name}:1@${digest('a')}`,
        },
      ]),
    );
    expect(eu.requests).toHaveLength(2);
  });

  it('follows selector, namespace and cluster of the annotations, and answers for entities without them', async () => {
    const inProd = { namespace: 'prod' };
    eu.pods.push(
      podOf('pay', image, pulled, inProd),
      podOf('pay', image, `ghcr.io/acme/pay@${digest('c')}`),
    );
    us.pods.push(podOf('pay', image, pulled, inProd));
    const locator = await locatorOn();
    const annotations = {
      ...{ 'label-selector': 'app=pay', namespace: 'prod', cluster: 'eu' },
    };
    const answers = await locator.locate(
      [entityWith('pay', annotations), entityWith('bare', {})],
      { signal },
    );
    expect(answers).toEqual([
      {
        entityRef: ref,
        artifacts: [
          { reference: `${image}@${digest('a')}`, kind, location: 'eu' },
        ],
      },
      { entityRef: 'component:default/bare', artifacts: [] },
    ]);
    expect(us.requests).toEqual([]);
    expect(eu.requests).toMatchObject([
      { path: '/api/v1/namespaces/prod/pods' },
    ]);
  });

  it('cannot tell anything where the Kubernetes backend knows no cluster', async () => {
    const locator = await locatorOn([]);
    await expect(locator.locate([pay], { signal })).rejects.toThrow(
      'the Kubernetes backend knows no cluster',
    );
  });

  it('does nothing where nothing is configured under kubernetes, and says so where clusters are placed', async () => {
    const logger = mockServices.logger.mock();
    portal = await startPortal({ config: { provenance: {} }, logger });
    expect(portal.locators).toEqual([]);
    const says = expect.stringContaining('no cluster is asked');
    expect(logger.warn).not.toHaveBeenCalledWith(says);
    await portal.stop();
    portal = await startPortal({
      config: { provenance: { kubernetes: { clusters: [{ name: 'eu' }] } } },
      logger,
    });
    expect(portal.locators).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(says);
  });
});
