import type { AcceptanceRule } from '@countersign/backstage-plugin-provenance-common';
import { expectedReviews } from './expectedReviews';

const rule: AcceptanceRule = {
  ...{ name: 'a', references: ['x'], environments: ['dev', 'prod'] },
  ...{ mode: 'observe', signers: [{ key: 'k' }] },
};
const before = { rules: [rule] };
const key = { key: 'k', reason: 'Lost.' };

describe('what reviews a proposal needs', () => {
  it('is nothing where nothing changes', () => {
    expect(expectedReviews(before, { rules: [{ ...rule }] })).toEqual([
      'It changes nothing yet.',
    ]);
  });

  it('hangs on what is production, which a browser does not know', () => {
    const after = {
      rules: [{ ...rule, environments: ['dev'], owner: 'group:default/a' }],
    };
    expect(expectedReviews(before, after)).toEqual([
      'It touches dev, prod: two reviewers where one of these is production, else one.',
      'Somebody of group:default/a has to be among them.',
    ]);
  });

  it.each([
    [
      { rules: [{ ...rule, environments: undefined }] },
      /^Needs two .* because it changes a rule that speaks of production/,
    ],
    [{ rules: [] }, /^Needs two .* because it removes a rule/],
    [
      {
        rules: [
          {
            ...rule,
            requirements: [{ type: 'signature' as const, log: true }],
          },
        ],
      },
      /^Needs two .* because it changes what a rule asks for/,
    ],
    [
      {
        ...before,
        builders: [{ signer: { key: 'k' }, level: 1 as const, because: 'x' }],
      },
      /^Needs two .* because it changes a reviewed builder/,
    ],
  ])('is two whatever production is: %j', (after, words) =>
    expect(expectedReviews(before, after)[0]).toMatch(words),
  );

  it('is one security reviewer where it only distrusts more, and two where it distrusts less', () => {
    const distrusting = { ...before, distrust: [key] };
    expect(expectedReviews(before, distrusting)).toEqual([
      'Needs one who reviews it and did not write it.',
      'It only distrusts more: one security reviewer may merge it at once.',
    ]);
    expect(expectedReviews(distrusting, before)).toEqual([
      'Needs two who review it and did not write it, because it changes or removes a distrust entry.',
    ]);
  });
});
