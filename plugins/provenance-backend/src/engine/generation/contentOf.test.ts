import type { AuthorityState } from '@countersign/domain';
import { digestOf } from '../../__testUtils__/fixtures';
import type { JudgeContext } from '../JudgeContext';
import { contentOf, generationHash } from './contentOf';

const acme: AuthorityState = {
  name: 'acme',
  kind: 'sigstore',
  status: 'loaded',
  digest: digestOf('a'),
};
const lab: AuthorityState = { ...acme, name: 'lab', digest: digestOf('b') };

const failed = (message: string): AuthorityState => ({
  name: 'acme',
  kind: 'sigstore',
  status: 'failed',
  cause: { code: 'authority-missing', origin: 'infrastructure', message },
});

const context: JudgeContext = {
  registry: { version: 1, rules: [] },
  authorities: { loaded: [], states: [acme, lab] },
  settings: { environments: ['prod'], intervalMs: 1, maximumAgeMs: 2 },
};

const withStates = (...states: AuthorityState[]): JudgeContext => ({
  ...context,
  authorities: { loaded: [], states },
});

const hash = (changed: JudgeContext, revision = 3) =>
  generationHash(contentOf(changed, revision));

describe('contentOf', () => {
  it('S6.3 names revision, authorities and registry version', () => {
    expect(contentOf(context, 3)).toEqual({
      verifierRevision: 3,
      judgeRevision: expect.any(Number),
      registryVersion: 1,
      authorities: [
        { name: 'acme', kind: 'sigstore', digest: digestOf('a') },
        { name: 'lab', kind: 'sigstore', digest: digestOf('b') },
      ],
      configurationHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('S6.3 is another one where anything of it is', () => {
    const others = [
      hash(context, 4),
      hash(withStates(acme)),
      hash(withStates({ ...acme, digest: digestOf('c') }, lab)),
      hash(withStates(failed('no'), lab)),
      hash({ ...context, registry: { version: 2, rules: [] } }),
      hash({
        ...context,
        settings: { ...context.settings, maximumAgeMs: 3 },
      }),
      hash({
        ...context,
        verifier: { revision: 3, unsafeRevisions: new Set([2]) },
      }),
    ];
    expect(new Set([hash(context), ...others]).size).toBe(others.length + 1);
  });

  it('is the same for replicas that differ in order and in words alone', () => {
    expect(hash(withStates(lab, acme))).toBe(hash(context));
    expect(hash(withStates(failed('no such file'), lab))).toBe(
      hash(withStates(failed('permission denied'), lab)),
    );
  });
});
