import { campaign } from '../__testUtils__/mutation/campaign';
import { gainsOf } from '../__testUtils__/mutation/permissiveness';
import {
  positives,
  unsigned,
  vouchingFor,
} from '../__testUtils__/mutation/positives';
import { envelope, inBundle, statement } from '../__testUtils__/minted';

jest.setTimeout(600_000);

const [bundle] = positives;

describe('S5.2 nobody gains by tampering', () => {
  it.each(positives)('$name is proven to begin with', ({ before }) => {
    expect(before.outcome.status).toBe('proven');
  });

  it('sees who would gain on an artifact that nobody signed', () => {
    const material = inBundle(envelope(vouchingFor(unsigned)));
    const mutant = { what: 'minted', material, subject: unsigned };
    expect(gainsOf(bundle, mutant)).toEqual([
      'proven about another artifact',
      'proven about an artifact that nobody signed',
      'unsigned became trusted (accepted)',
    ]);
  });

  it('sees a change that leaves a signed part proven, and another statement', () => {
    const material = inBundle(
      envelope(statement({ predicateType: 'https://x.test/y', predicate: {} })),
    );
    const { subject } = bundle;
    expect(
      gainsOf(bundle, {
        what: 'another statement',
        path: 'dsseEnvelope.payload',
        material,
        subject,
      }),
    ).toEqual(
      expect.arrayContaining([
        'it says something else now',
        'a part that is signed or signs was changed, and it is proven',
      ]),
    );
  });

  // `yarn mutate --seed N --count N` goes on from here.
  it.each([1, 2, 3, 4, 5])('1,000 mutants, seed %i', seed => {
    expect(campaign(seed, 1_000)).toEqual([]);
  });

  it('reaches every form and every kind of part', () => {
    const paths = positives.flatMap(({ parts }) => parts.map(one => one.path));
    for (const part of [
      /dsseEnvelope\.payload$/,
      /messageSignature\.signature$/,
      /certificate\.rawBytes$/,
      /signedEntryTimestamp$/,
      /hashes\.\d+$/,
      /checkpoint\.envelope$/,
      /signedTimestamp$/,
      /canonicalizedBody\.json/,
      /cosign\/bundle\.SignedEntryTimestamp$/,
    ])
      expect(paths.filter(path => part.test(path)).length).toBeGreaterThan(0);
  });
});
