import type { CauseOrigin, Collection } from '@countersign/domain';
import { LookError, parseReference } from '@countersign/verifier';
import {
  collectionOf,
  digestOf,
  evidenceOf,
  materialOf,
  registryDown,
} from '../__testUtils__/fixtures';
import type { Looker, Verification } from '../engine';
import { observedLooker } from './observedLooker';
import { observedVerification } from './observedVerification';
import { unobserved, type Observer } from './Observer';

const subject = digestOf('a');
const image = parseReference('ghcr.io/acme/payments:1', {});
const file = parseReference('https://files.example/acme/vpc.tgz', {});

/** Everything that was counted, as `what label=value ...`. */
function hearing() {
  const heard: string[] = [];
  const observer: Observer = {
    ...unobserved,
    async stage(stage, work) {
      heard.push(stage);
      return work();
    },
    count(what, labels) {
      heard.push([what, ...Object.values(labels)].join(' '));
    },
  };
  return { heard, observer };
}

const collected = (changes: Partial<Collection>) => ({
  collection: collectionOf(subject, '2026-11-20T00:00:00.000Z', changes),
  materials: [],
});

const looker = (changes: Partial<Looker>): Looker => ({
  resolve: async () => subject,
  collect: async () => collected({}),
  ...changes,
});

const lookError = (origin: CauseOrigin) =>
  new LookError({ code: 'malformed', origin, message: 'a stranger says so' });

describe('observedLooker', () => {
  it.each([
    ['an image', image, 'oci'],
    ['a file', file, 'file'],
  ])('names the back-end of %s', async (_what, reference, backend) => {
    const { heard, observer } = hearing();
    const observed = observedLooker(looker({}), observer);
    expect(await observed.resolve(reference)).toBe(subject);
    expect(await observed.collect(reference, subject)).toEqual(collected({}));
    expect(heard).toEqual([
      'resolve',
      `requests resolve ${backend} complete`,
      'collect',
      `requests collect ${backend} complete`,
    ]);
  });

  it.each([
    ['infrastructure', lookError('infrastructure')],
    ['material', lookError('material')],
    ['configuration', lookError('configuration')],
    ['error', new TypeError('nobody foresaw it')],
  ])('S5.1 counts what kept a name unresolved: %s', async (outcome, error) => {
    const { heard, observer } = hearing();
    const resolve = async () => {
      throw error;
    };
    const observed = observedLooker(looker({ resolve }), observer);
    await expect(observed.resolve(image)).rejects.toBe(error);
    expect(heard).toEqual(['resolve', `requests resolve oci ${outcome}`]);
  });

  it('S1.2 counts a look that some source kept from being complete', async () => {
    const { heard, observer } = hearing();
    const collect = async () =>
      collected({
        sources: [
          { source: 'subject', status: 'complete' },
          { source: 'referrers-api', status: 'failed', cause: registryDown },
        ],
      });
    await observedLooker(looker({ collect }), observer).collect(image, subject);
    expect(heard).toEqual(['collect', 'requests collect oci infrastructure']);
  });

  it('hears of what nobody foresaw, and lets it pass', async () => {
    const { heard, observer } = hearing();
    const error = new TypeError('nobody foresaw it');
    const collect = async () => {
      throw error;
    };
    const observed = observedLooker(looker({ collect }), observer);
    await expect(observed.collect(image, subject)).rejects.toBe(error);
    expect(heard).toEqual(['collect', 'requests collect oci error']);
  });
});

describe('observedVerification', () => {
  const material = materialOf('b');
  const authority = { name: 'acme', kind: 'key', digest: digestOf('c') };
  const context = { subject, authority, now: new Date(0) } as never;
  const verifying = (verify: Verification['verify']) => ({
    revision: 3,
    verify,
    close: jest.fn(async () => undefined),
  });
  const evidence = (outcome?: Parameters<typeof evidenceOf>[3]) =>
    evidenceOf(subject, material.digest, authority as never, outcome);

  it.each([
    ['proven', undefined],
    ['refused', { status: 'failed', code: 'signature-invalid', message: '' }],
  ] as const)('counts what was %s', async (outcome, result) => {
    const { heard, observer } = hearing();
    const inner = verifying(async () => evidence(result));
    const observed = observedVerification(inner, observer);
    expect(await observed.verify(material, context)).toEqual(evidence(result));
    expect(heard).toEqual(['verify', `verifications key ${outcome}`]);
  });

  it('counts what could not be verified, and is in all else the one inside', async () => {
    const { heard, observer } = hearing();
    const failure = new Error('the pool is closed');
    const inner = verifying(async () => {
      throw failure;
    });
    const observed = observedVerification(inner, observer);
    await expect(observed.verify(material, context)).rejects.toBe(failure);
    expect(heard).toEqual(['verify', 'verifications key error']);
    expect(observed.revision).toBe(3);
    await observed.close();
    expect(inner.close).toHaveBeenCalledTimes(1);
  });
});
