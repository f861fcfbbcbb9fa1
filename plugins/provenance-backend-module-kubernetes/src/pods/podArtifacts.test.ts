import { digest, ended, podOf, running, statusOf } from '../__testUtils__/pods';
import { podArtifacts } from './podArtifacts';
import type { Wire } from './wire';

const image = (name: string) => `ghcr.io/acme/${name}:1`;
const pulled = (name: string, character: string) =>
  `ghcr.io/acme/${name}@${digest(character)}`;

/** A pod with one main container in that status. */
const podWith = (status: Wire): Wire => ({
  spec: { containers: [{ name: 'main', image: image('pay') }] },
  status: { containerStatuses: [{ name: 'main', ...status }] },
});

const imageID = pulled('pay', 'a');
const run = (reference: string) => ({ reference, kind: 'container-image' });
const found = [run(`${image('pay')}@${digest('a')}`)];

describe('podArtifacts', () => {
  it('sees init, main and ephemeral containers and image volumes', () => {
    const main = statusOf('main', image('pay'), pulled('pay', 'b'));
    const pod = {
      spec: {
        initContainers: [{ name: 'migrate', image: image('migrate') }],
        containers: [{ name: 'main', image: image('pay') }],
        ephemeralContainers: [{ name: 'debug', image: image('debug') }],
        volumes: [
          { name: 'model', image: { reference: image('model') } },
          { name: 'rules', image: { reference: image('rules') } },
          { name: 'tmp', emptyDir: {} },
        ],
      },
      status: {
        initContainerStatuses: [
          {
            ...statusOf('migrate', image('migrate'), pulled('migrate', 'a')),
            state: ended,
          },
        ],
        containerStatuses: [
          {
            ...main,
            volumeMounts: [
              {
                ...{ name: 'model', mountPath: '/model', readOnly: true },
                volumeStatus: { image: { imageRef: pulled('model', 'd') } },
              },
              { name: 'rules', mountPath: '/rules' },
            ],
          },
        ],
        ephemeralContainerStatuses: [
          statusOf('debug', image('debug'), pulled('debug', 'c')),
        ],
      },
    };
    expect(podArtifacts(pod)).toEqual({
      artifacts: [
        run(`${image('migrate')}@${digest('a')}`),
        run(`${image('pay')}@${digest('b')}`),
        run(`${image('debug')}@${digest('c')}`),
        { reference: `${image('model')}@${digest('d')}` },
        // No kubelet before 1.35 tells the digest.
        { reference: image('rules') },
      ],
      isCut: false,
    });
  });

  it.each<[string, Wire]>([
    ['runs', { imageID, state: running }],
    ['ended', { imageID, state: ended }],
    [
      'crashes again and again',
      {
        imageID,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: ended,
      },
    ],
  ])('counts a container that %s', (_, status) => {
    expect(podArtifacts(podWith(status)).artifacts).toEqual(found);
  });

  it.each<[string, Wire]>([
    [
      'waits for its image',
      { imageID: '', state: { waiting: { reason: 'ImagePullBackOff' } } },
    ],
    [
      'could not be started',
      {
        imageID,
        state: {
          terminated: {
            ...{ exitCode: 128, reason: 'StartError' },
            startedAt: '1970-01-01T00:00:00Z',
          },
        },
      },
    ],
    ['has no state', { imageID }],
  ])('does not count a container that %s', (_, status) => {
    const pod = podWith(status);
    pod.spec = {
      ...(pod.spec as Wire),
      volumes: [{ name: 'model', image: { reference: image('model') } }],
    };
    expect(podArtifacts(pod).artifacts).toEqual([]);
  });

  it('reads a pod with 500 containers, and says where there are more', () => {
    const many = (count: number): Wire => {
      const names = Array.from({ length: count }, (_, i) => `c${i}`);
      return {
        spec: {
          containers: names.map(name => ({ name, image: image(name) })),
        },
        status: {
          containerStatuses: names.map(name =>
            statusOf(name, image(name), pulled(name, 'a')),
          ),
        },
      };
    };
    const whole = podArtifacts(many(500));
    expect(whole.isCut).toBe(false);
    expect(whole.artifacts).toHaveLength(500);
    expect(whole.artifacts[499]).toEqual(
      run(`${image('c499')}@${digest('a')}`),
    );
    const cut = podArtifacts(many(501));
    expect(cut.isCut).toBe(true);
    expect(cut.artifacts).toHaveLength(500);
  });

  it('counts one image in two containers once', () => {
    const pod = podOf('pay', image('pay'), imageID);
    pod.status = {
      containerStatuses: ['main', 'side'].map(name =>
        statusOf(name, image('pay'), imageID),
      ),
    };
    expect(podArtifacts(pod).artifacts).toEqual(found);
  });

  it('S3.1 knows what a container runs to be an image, also where another one mounts it', () => {
    const pod = podOf('pay', image('pay'), imageID);
    const volume = { name: 'self', image: { reference: image('pay') } };
    pod.spec = { ...(pod.spec as Wire), volumes: [volume] };
    const status = statusOf('main', image('pay'), imageID);
    const volumeStatus = { image: { imageRef: imageID } };
    const mount = { name: 'self', mountPath: '/self', volumeStatus };
    pod.status = { containerStatuses: [{ ...status, volumeMounts: [mount] }] };
    expect(podArtifacts(pod).artifacts).toEqual(found);
  });

  it.each<Wire>([
    {},
    { spec: null, status: 'Running' },
    { spec: { containers: {} }, status: { containerStatuses: 'none' } },
    { status: { containerStatuses: [null, 7, [], { state: running }] } },
    {
      spec: { containers: [{ name: 'main', image: {} }] },
      status: { containerStatuses: [{ name: 'main', state: { running: 1 } }] },
    },
  ])('makes nothing of %j', pod => {
    expect(podArtifacts(pod)).toEqual({ artifacts: [], isCut: false });
  });
});
