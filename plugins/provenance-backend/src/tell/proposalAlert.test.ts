import { observing, seed } from '../__testUtils__/governed';
import { at } from '../__testUtils__/fixtures';
import type { StoredProposal } from '../store';
import { proposalAlert, type ToldAct } from './proposalAlert';

const [ann, mallory, oscar] = ['ann', 'mallory', 'oscar'].map(
  name => `user:default/${name}`,
);
const platform = 'group:default/platform';
const payments = 'group:default/payments';
const id = '9cbe5a7e-8eb4-425b-a347-c143543b256e';
const proposal: StoredProposal = {
  ...{ id, state: 'open', title: 'Observe', reason: 'New.', base: 1 },
  ...{ binding: 'b', createdAt: at(0), updatedAt: at(0), answers: [] },
  ...{ content: observing, voidedThrough: 0 },
  ...{ authors: [mallory, oscar], reviews: [] },
};
const approval = { id: 7, act: 'approve', by: ann, binding: 'b', at: at(1) };

function told(act: ToldAct, by: string, change: Partial<StoredProposal> = {}) {
  return proposalAlert(
    { proposal: { ...proposal, ...change }, act, by, now: at(2) },
    {
      id: 'a1',
      base: seed,
      governance: { reviewers: [platform, ann], securityReviewers: [] },
    },
  );
}

describe('proposalAlert', () => {
  it('asks those who review, and the owners of the rules, with a link and without the rules', () => {
    const [rule] = observing.rules;
    const owned = { rules: [{ ...rule, owner: payments }] };
    const alert = told('open', mallory, { content: owned });
    expect(alert).toEqual({
      id: 'a1',
      topic: 'review-wanted',
      recipients: [platform, ann, payments],
      severity: 'normal',
      title: 'Review wanted: Observe',
      description:
        'user:default/mallory proposes to change who may sign what, and asks for a review.',
      link: `/provenance/acceptance/proposals/${id}`,
      at: at(2),
    });
    expect(JSON.stringify(alert)).not.toMatch(/ghcr|platform-key|release/);
  });

  it.each([
    'approve',
    'request-changes',
    'reject',
    'comment',
    'merge',
  ] as const)('tells the authors of "%s", and not whoever did it', act => {
    expect(told(act, ann)).toMatchObject({
      topic: 'proposal-news',
      recipients: [mallory, oscar],
    });
    expect(told(act, oscar)?.recipients).toEqual([mallory]);
    expect(told(act, oscar, { authors: [oscar] })).toBeUndefined();
  });

  it('tells of an edit only where somebody has read what was there', () => {
    for (const act of ['edit', 'rebase'] as const) {
      expect(told(act, mallory)).toBeUndefined();
      const reviews = [{ ...approval, act: 'approve' as const }];
      expect(told(act, mallory, { reviews })?.recipients).toContain(platform);
      const voided = { reviews, voidedThrough: 7 };
      expect(told(act, mallory, voided)).toBeUndefined();
    }
  });

  it('S9.4 asks for the review of what was merged at once', () => {
    expect(told('merge-unreviewed', mallory)).toMatchObject({
      topic: 'review-wanted',
      severity: 'high',
      recipients: [platform, ann],
    });
  });

  it('writes a title out that would be a link, a call or markup', () => {
    const title = '@here <b>log in</b> at https://evil.example';
    const alert = told('open', mallory, { title: `${title}\u202e` });
    expect(alert?.title).not.toMatch(/[<>@\u202e]|:\/\//);
    const long = told('open', mallory, { title: '<'.repeat(500) });
    expect(long?.title).toHaveLength(200);
  });

  it('reaches no more than so many', () => {
    const authors = Array.from({ length: 80 }, (_, i) => `user:default/a${i}`);
    expect(told('approve', ann, { authors })?.recipients).toHaveLength(50);
  });
});
