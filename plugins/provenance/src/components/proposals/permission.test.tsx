import { screen, waitFor } from '@testing-library/react';
import { renderProposal } from '../../__testUtils__/renderAcceptance';

describe('somebody who may only read', () => {
  it('is told which permission each act needs, and may comment', async () => {
    renderProposal({}, {}, { mayAct: false });
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
