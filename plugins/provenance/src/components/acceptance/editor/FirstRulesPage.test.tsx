import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  RuleSuggestion,
  SignerItem,
} from '@countersign/backstage-plugin-provenance-common';
import {
  FakeResponseError,
  type FakeProvenanceApi,
} from '../../../__testUtils__/FakeProvenanceApi';
import { renderAcceptance } from '../../../__testUtils__/renderAcceptance';

const signer = (id: string, more: Partial<SignerItem> = {}): SignerItem => ({
  ...{ id, type: 'key', authority: 'platform-key' },
  ...{ accepted: false, closed: true, usages: 3, acceptedUsages: 0 },
  ...{ firstSeenAt: '2026-11-20T09:00:00Z' },
  ...{ lastSeenAt: '2026-11-20T09:00:00Z' },
  ...more,
});
const workflow = signer('w', {
  ...{ type: 'certificate', authority: 'public-good' },
  ...{ issuer: 'https://token.actions.githubusercontent.com' },
  subject: 'https://github.com/acme/payments/.github/workflows/\u202ex.yml',
});
const rule = (name: string) => ({
  ...{ name, references: ['ghcr.io/acme/payments'], mode: 'observe' },
  signers: [{ key: 'platform-key' }],
});
const suggestion = (
  id: string,
  more: Partial<RuleSuggestion> = {},
): RuleSuggestion => ({
  ...{ id, rule: rule(id), signers: [signer('k')], usages: 3 },
  ...{ environments: ['dev'], basis: 'binding', isPreselected: true },
  ...more,
});
const suggestions = [
  suggestion('keyed'),
  suggestion('payments', {
    ...{ signers: [workflow], usages: 38, environments: ['prod'] },
    ...{ basis: 'none', isPreselected: true },
  }),
];
const inForce = {
  version: 7,
  rules: [{ ...rule('keyed'), mode: 'off' as const }],
};

const render = (changes: Partial<FakeProvenanceApi> = {}) =>
  renderAcceptance('/first-rules', {
    acceptance: inForce,
    suggestions: { suggestions, left: [] },
    ...changes,
  });
const propose = () =>
  screen.findByRole('button', { name: 'Propose the selected rules' });

describe('the first rules', () => {
  it('stand under their issuers, each with its words, and warn where nothing speaks for them', async () => {
    render();
    const group = within(
      await screen.findByRole('region', { name: 'GitHub Actions' }),
    );
    const box = group.getByRole('checkbox', { name: 'payments' });
    expect(box).not.toBeChecked();
    expect(box).toHaveAccessibleDescription(
      /Key “platform-key” may sign .*Speaks of 38 usages, in prod\..*Warning: ?Nothing says that they may sign/,
    );
    await userEvent.click(
      group.getByRole('button', { name: 'Who it accepts: 1 signer' }),
    );
    expect(document.body.textContent).toContain('\\u{202e}x.yml');
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
    await userEvent.click(group.getByRole('button', { name: 'As YAML' }));
    expect(group.getByLabelText('Lines')).toHaveTextContent('name: payments');
    const keys = within(screen.getByRole('region', { name: 'Keys' }));
    expect(keys.getByRole('checkbox', { name: 'keyed' })).toBeChecked();
    expect(keys.queryByText('Warning:')).toBeNull();
  });

  it('become one draft of what is selected, beside what is in force and under names of their own', async () => {
    const api = render();
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'payments' }),
    );
    expect(screen.getByText(/^2 rules of 2 selected/)).toBeVisible();
    await userEvent.click(await propose());
    expect(
      await screen.findByRole('heading', {
        name: 'Accept who signs what runs',
      }),
    ).toBeInTheDocument();
    expect(api.bodiesOf('create')).toEqual([
      {
        title: 'Accept who signs what runs',
        reason: expect.stringContaining('no rule accepts them yet'),
        base: 7,
        content: {
          rules: [inForce.rules[0], rule('keyed-2'), rule('payments')],
        },
      },
    ]);
  });

  it('propose nothing where nothing is selected', async () => {
    render();
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'keyed' }),
    );
    expect(await propose()).toBeDisabled();
  });

  it('keep the choice where the backend refuses', async () => {
    const api = render({
      actFailure: new FakeResponseError(409, 'version 8 is in force'),
    });
    await userEvent.click(await propose());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'version 8 is in force',
    );
    expect(screen.getByRole('checkbox', { name: 'keyed' })).toBeChecked();
    await waitFor(() => expect(api.bodiesOf('create')).toHaveLength(1));
  });

  it('name whom they leave out, and why', async () => {
    render({
      suggestions: {
        suggestions,
        left: [{ signer: workflow, why: 'It signs for everybody.\u202e' }],
      },
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: '1 signer for whom no narrow rule can be written',
      }),
    );
    expect(
      screen.getByText(/It signs for everybody\.\\u\{202e\}/),
    ).toBeVisible();
  });

  it('are none where nobody was seen', async () => {
    render({ suggestions: { suggestions: [], left: [] } });
    expect(
      await screen.findByText('There is nobody to suggest a rule for.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Propose the/ })).toBeNull();
  });

  it('say what could not be loaded, and try again', async () => {
    const api = render({
      suggestionsFailure: new FakeResponseError(503, 'Too busy'),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not read who signs what runs.',
    );
    api.suggestionsFailure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await propose()).toBeEnabled();
  });
});
