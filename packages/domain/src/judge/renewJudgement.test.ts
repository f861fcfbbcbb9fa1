import fc from 'fast-check';
import type { Collection } from '../records/collection';
import type { Digest } from '../records/digest';
import type { Evidence } from '../records/evidence';
import type { DistrustEntry } from '../registry/distrust';
import type { Requirement } from '../registry/requirement';
import {
  acme,
  ago,
  collection,
  digest,
  failed,
  failure,
  hour,
  identity,
  input,
  now,
  partner,
  proven,
  releaseRule,
  releaseWorkflow,
  scanned,
  subject,
} from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import type { JudgeInput } from './input';
import { judge } from './judge';
import { renewJudgement, wordsHoldUntil } from './renewJudgement';

const materials = ['b', 'c', 'd'].map(digest);
const below = [numbered(1), numbered(2)];

const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    about: fc.constantFrom(subject, ...below),
    material: fc.constantFrom(...materials),
    authority: fc.constantFrom(acme, partner),
    path: fc.constantFrom(releaseWorkflow, 'https://github.com/evil/x'),
    hours: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    kind: fc.constantFrom('signature', 'scan', 'failed'),
    critical: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ about, material, authority, path, hours, kind, critical }) => {
    const change: Partial<Evidence> = {
      ...{ subject: about, material, authority: authority.name },
      authorityDigest: 'digest' in authority ? authority.digest : digest('0'),
      signer: identity({ subject: `${path}@refs/tags/v1` }),
    };
    if (kind === 'failed') return failed('signature-invalid', change);
    return kind === 'scan' ? scanned(critical, hours, change) : proven(change);
  });

const kinds: Requirement[] = [
  { type: 'signature' },
  { type: 'scan', maximum: { critical: 0 }, maximumAgeMs: 5 * hour },
  { type: 'scan', maximum: { critical: 0 }, maximumAgeMs: 12 * hour },
];

const anyEntry: fc.Arbitrary<DistrustEntry> = fc
  .record({
    target: fc.constantFrom<Digest | string>(subject, ...below, 'somebody'),
    from: fc.option(fc.constantFrom(-9, -5, -2, 0, 3), { nil: undefined }),
  })
  .map(({ target, from }) => ({
    ...(target === 'somebody'
      ? { identity: { issuer: identity().issuer, subject: '**' } }
      : { digest: target as Digest }),
    reason: 'stolen',
    ...(from !== undefined && { from: ago(from * hour) }),
  }));

/** A finished look at a digest and at what it lists, all of it within the last hour. */
const anyLook: fc.Arbitrary<[Collection, ...Collection[]]> = fc
  .record({
    found: fc.array(fc.subarray(materials), { minLength: 3, maxLength: 3 }),
    isIndex: fc.boolean(),
    minutes: fc.array(fc.integer({ min: 0, max: 59 }), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(({ found, isIndex, minutes }) => {
    const at = minutes.map(minute => ago(minute * 60_000));
    if (!isIndex) return [collection(found[0], { at: at[0] })];
    const children = below.map(one => ({
      digest: one,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      isRunnable: true,
    }));
    return [
      collection(found[0], { at: at[0], children }),
      ...below.map((one, i) =>
        collection(found[i + 1], { at: at[i + 1], subject: one }),
      ),
    ];
  });

const anyInput = fc
  .record({
    collections: anyLook,
    evidence: fc.array(anyEvidence, { maxLength: 8 }),
    requirements: fc.subarray(kinds),
    distrust: fc.array(anyEntry, { maxLength: 2 }),
    acceptedBefore: fc.subarray(materials),
  })
  .map(({ requirements, distrust, ...rest }) => ({
    ...input(rest),
    collections: rest.collections,
    registry: {
      version: 1,
      rules: [{ ...releaseRule, requirements }],
      distrust,
    },
  }));

type Looked = JudgeInput & { collections: [Collection, ...Collection[]] };

const later = (instant: string, ms: number) =>
  new Date(Date.parse(instant) + ms).toISOString();

function renewed(judged: Looked, next: Looked) {
  return renewJudgement(judge(judged), {
    collections: next.collections,
    wordsUntil: wordsHoldUntil(judged),
    settings: judged.settings,
    now: next.now,
  });
}

/** The same look once more, so many milliseconds later. */
function again(judged: Looked, ms: number): Looked {
  const moved = judged.collections.map(one => ({
    ...one,
    at: later(one.at, ms),
  })) as Looked['collections'];
  return { ...judged, collections: moved, now: later(judged.now, ms) };
}

describe('renewJudgement', () => {
  it('S1.6 says what the judge says, byte for byte, after the same look at any later time', () => {
    let renewals = 0;
    fc.assert(
      fc.property(
        anyInput,
        fc.integer({ min: 1, max: 10 * hour }),
        fc.boolean(),
        (judged, ms, keeps) => {
          const next = again(judged, ms);
          const short = renewed(judged, next);
          if (!short) return;
          renewals++;
          // What is stored of the look before is read as well, and changes nothing.
          const before = keeps ? judged.collections : [];
          const full = judge({
            ...next,
            collections: [...next.collections, ...before],
          });
          expect(JSON.stringify(short)).toBe(JSON.stringify(full));
        },
      ),
      { numRuns: 5_000 },
    );
    expect(renewals).toBeGreaterThan(2_000);
  });

  const plain = again(
    input({ collections: [collection([digest('b')], { at: now })] }) as Looked,
    0,
  );

  it('S7.2 says nothing once the clock has changed what the rules say', () => {
    const from = later(now, 2 * hour);
    const registry = {
      version: 1,
      rules: [releaseRule],
      distrust: [{ digest: subject, reason: 'stolen', from }],
    };
    const judged = { ...plain, registry };
    expect(renewed(judged, again(judged, 2 * hour - 1))).toMatchObject({
      reconsiderAt: from,
    });
    expect(renewed(judged, again(judged, 2 * hour))).toBeUndefined();
  });

  it('S6.1 says nothing of a look that saw something not to the end, or is too old by now', () => {
    const [one] = plain.collections;
    const cut = { ...one, sources: [...one.sources, failure('referrers-api')] };
    expect(renewed(plain, { ...plain, collections: [cut] })).toBeUndefined();
    const late = { ...plain, now: later(now, 8 * hour) };
    expect(renewed(plain, late)).toBeUndefined();
    expect(renewed(plain, { ...late, now: later(now, 8 * hour - 1) })).toEqual(
      judge({ ...plain, now: later(now, 8 * hour - 1) }),
    );
  });
});
