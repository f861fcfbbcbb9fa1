import { digestOf, at } from '../../__testUtils__/fixtures';
import {
  lookAtMaterials,
  outage,
  proof,
  release,
  scan,
  situation,
} from '../../__testUtils__/situation';
import type { Situation } from './Situation';
import { vanished } from './vanished';

const decided = ['signature-vanished', 'attestation-vanished'];
const [signature, attestation] = [digestOf('b'), digestOf('d')];

const gone = (change: Partial<Situation> = {}) =>
  vanished(
    situation({
      look: lookAtMaterials([]),
      acceptedBefore: [signature],
      ...change,
    }),
  );
const said = (...statements: Situation['watched']['statements']) => ({
  ...situation().watched,
  statements,
});

describe('signature-vanished and attestation-vanished', () => {
  it('S6.5 are opened where what was accepted is served no more', () => {
    expect(
      gone({
        acceptedBefore: [signature, attestation],
        evidence: [proof('b'), scan('d', 1)],
      }),
    ).toEqual({
      standing: [
        { code: 'signature-vanished', about: signature, old: signature },
        { code: 'attestation-vanished', about: attestation, old: attestation },
      ],
      decided,
    });
  });

  it('takes what nothing says anything of any more for a signature', () => {
    expect(gone({ evidence: [] }).standing).toMatchObject([
      { code: 'signature-vanished' },
    ]);
  });

  it('are closed by a look that found it again', () => {
    expect(gone({ look: lookAtMaterials(['b']) })).toEqual({
      standing: [],
      decided,
    });
  });

  it.each([
    ['an outage', lookAtMaterials([], outage)],
    [
      'a limit',
      lookAtMaterials([], {
        sources: [
          { source: 'subject', status: 'complete' },
          { source: 'referrers-api', status: 'limited', limit: '200' },
        ],
      }),
    ],
    [
      'a look that did not read the subject',
      lookAtMaterials([], {
        sources: [{ source: 'referrers-api', status: 'complete' }],
      }),
    ],
    ['no look at all', { ...lookAtMaterials([]), collection: undefined }],
  ])('S5.4 are neither opened nor closed by %s', (_, look) => {
    expect(gone({ look })).toEqual({ standing: [], decided: [] });
  });

  it('S4.2 are opened also for what spoke against it and was never accepted', () => {
    const critical = scan('d', 5);
    expect(
      gone({
        acceptedBefore: [],
        watched: said(attestation),
        evidence: [critical, scan('e', 1)],
        look: lookAtMaterials(['e']),
      }).standing,
    ).toMatchObject([{ code: 'attestation-vanished', old: attestation }]);
  });

  it('are not opened where a newer statement of the kind took its place', () => {
    const evidence = [scan('d', 1), scan('e', 5)];
    const look = lookAtMaterials(['e']);
    const acceptedBefore = [attestation];
    expect(gone({ acceptedBefore, evidence, look }).standing).toEqual([]);
  });

  it.each([
    ['nothing proves that it is newer', scan('e', undefined), scan('d', 1)],
    [
      'nothing proves when the old one was made',
      scan('e', 5),
      scan('d', undefined),
    ],
    [
      'it is of another kind',
      proof('e', {
        statement: { role: 'sbom', predicateType: 'https://spdx.dev' },
      }),
      scan('d', 0),
    ],
    [
      'it is somebody else’s',
      { ...scan('e', 5), signer: proof('e', { by: 'https://evil' }).signer },
      scan('d', 1),
    ],
  ])('are opened where another one is there and %s', (_, other, old) => {
    expect(
      gone({
        acceptedBefore: [attestation],
        evidence: [old, other],
        look: lookAtMaterials(['e']),
      }).standing,
    ).toMatchObject([{ code: 'attestation-vanished' }]);
  });

  it('do not take a second signature for the one that is gone', () => {
    const evidence = [proof('b'), proof('e')];
    const look = lookAtMaterials(['e']);
    expect(gone({ evidence, look }).standing).toMatchObject([
      { code: 'signature-vanished', old: signature },
    ]);
  });

  it('S7.2 are not opened for what a distrusted signer had signed', () => {
    const { judging } = situation();
    const distrust = [
      {
        identity: { issuer: 'https://issuer.example', subject: '**' },
        reason: 'stolen',
        from: at(-1),
      },
    ];
    const registry = { version: 2, rules: [release], distrust };
    expect(gone({ judging: { ...judging, registry } }).standing).toEqual([]);
  });
});
