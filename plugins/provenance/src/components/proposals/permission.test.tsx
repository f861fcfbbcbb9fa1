import { screen, waitFor } from '@testing-library/react';
import { proposalOf } from '../../__testUtils__/proposals';
import { renderAcceptance } from '../../__testUtils__/renderAcceptance';

describe('somebody who may only read', () => {
  it('is told which permission each act needs, and may comment', async () => {
    renderAcceptance(
      '/proposals/p1',
      { proposals: [proposalOf()], acceptance: { version: 42, rules: [] } },
      { mayAct: false },
    );
    for (const [name, permission] of [
      ['Approve', 'provenance.acceptance.review'],
      ['Request changes', 'provenance.acceptance.review'],
      ['Merge', 'provenance.acceptance.propose'],
      ['Edit', 'provenance.acceptance.propose'],
    ]) {
      const button = await screen.findByRole('button', { name });
      await waitFor(() => expect(button).toBeDisabled());
      expect(button).toHaveAccessibleDescription(RegExp(permission));
    }
    expect(
      screen.getByRole('button', { name: 'Comment' }),
    ).toHaveAccessibleDescription('Write what you want to say.');
  });
});
