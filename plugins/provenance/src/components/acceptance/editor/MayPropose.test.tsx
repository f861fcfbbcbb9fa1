import { screen } from '@testing-library/react';
import { renderAcceptance } from '../../../__testUtils__/renderAcceptance';

// By itself: what a permission was is remembered between the tests of a file.
it('tells whoever may not propose before they write, and which permission it needs', async () => {
  renderAcceptance('/propose', {}, { mayAct: false });
  expect(
    await screen.findByText('You are not allowed to propose changes.'),
  ).toBeInTheDocument();
  expect(screen.getByText('provenance.acceptance.propose')).toBeVisible();
});
