import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { acceptance, branchRule } from '../../../__testUtils__/acceptance';
import {
  begun,
  click,
  created,
  plainRule,
  renderEditor,
  type,
} from '../../../__testUtils__/proposing';

describe('the rules of a proposal', () => {
  const rules = (name: string) =>
    screen.getByRole('list', { name }).textContent ?? '';

  it('are marked against the version in force, and undone one by one', async () => {
    await begun('/propose?rule=plain', {
      acceptance: { version: 42, rules: [plainRule, branchRule] },
    });
    type('Name', 'renamed');
    expect(rules('Rules of the proposal')).toContain('renamednew');
    expect(rules('Rules that the proposal removes')).toContain('plain removed');
    type('Name', 'plain');
    expect(screen.queryByText('new')).toBeNull();
    type('Why it is there', 'For the audit.');
    expect(rules('Rules of the proposal')).toContain('plainchanged');
    await click('Undo the change of plain');
    expect(screen.queryByText('changed')).toBeNull();
    await click('Remove any-branch-in-dev');
    expect(screen.getByRole('heading', { name: 'Rules' })).toHaveFocus();
    await click('Put back any-branch-in-dev');
    expect(
      screen.queryByRole('list', { name: 'Rules that the proposal removes' }),
    ).toBeNull();
    await click('Move any-branch-in-dev up');
    // It can go no further.
    expect(
      screen.getByRole('button', { name: 'any-branch-in-dev' }),
    ).toHaveFocus();
    expect(rules('Rules of the proposal')).toMatch(/^any-branch.*plain/);
  });

  it('are said in words while they are written', async () => {
    await begun('/propose?add=rule');
    const words = screen.getByRole('note', { name: 'The rule in words' });
    expect(words).toHaveTextContent(
      'The rule cannot be said in words yet: name: is empty.',
    );
    type('Name', 'mine');
    type('Repositories and addresses', 'ghcr.io/acme/**');
    await click('Add a signer');
    await click('A key instead');
    type('Key', 'base-key');
    expect(words).toHaveTextContent(
      'Key “base-key” may sign everything below ghcr.io/acme/; everywhere: observed.',
    );
  });

  it('never speak of every environment because the last was unticked', async () => {
    const api = await begun('/propose?rule=plain');
    await userEvent.click(screen.getByRole('checkbox', { name: 'prod' }));
    expect(screen.getByRole('radio', { name: 'only these' })).toBeChecked();
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(/list is empty/);
    const radio = screen.getByRole('radio', { name: 'every environment' });
    await userEvent.click(radio);
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
    expect(created(api)[0].content).toMatchObject({
      rules: [expect.not.objectContaining({ environments: expect.anything() })],
    });
  });

  it('ask for what a person chooses', async () => {
    const api = await begun('/propose?rule=plain');
    await userEvent.selectOptions(screen.getByLabelText('Ask for'), 'scan');
    await click('Add this requirement');
    type('Most critical', '0');
    type('Greatest age', '7');
    await userEvent.click(
      screen.getByRole('checkbox', { name: /transparency log/ }),
    );
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
    expect(created(api)[0].content).toMatchObject({
      rules: [
        {
          requirements: [
            {
              ...{ type: 'scan', maximum: { critical: 0 } },
              ...{ maximumAge: { days: 7 }, log: true },
            },
          ],
        },
      ],
    });
  });

  it('take a signer of a template, once each of its fields is taken', async () => {
    const api = await begun('/propose?rule=plain');
    await click('Add a signer');
    await userEvent.selectOptions(
      screen.getByLabelText('Who signs'),
      'github-workflow',
    );
    type('Authority that certified it', 'public-good');
    type('Organisation', 'acme*');
    type('Repository', 'payments');
    type('Workflow file', 'release.yml');
    type('Tags or branch', 'refs/tags/v*');
    await click('Add this signer');
    const field = screen.getByLabelText('Organisation');
    expect(field).toHaveFocus();
    expect(field).toHaveAccessibleDescription(
      '"acme*" is not letters, digits, dashes and underscores',
    );
    type('Organisation', 'acme');
    await click('Add this signer');
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
    expect(created(api)[0].content).toMatchObject({
      rules: [
        {
          signers: [
            { key: 'platform-key' },
            {
              subject:
                'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v*',
              claims: { runnerEnvironment: 'github-hosted' },
            },
          ],
        },
      ],
    });
  });

  it('distrust whom a person names, with a reason', async () => {
    const api = await begun();
    await userEvent.selectOptions(screen.getByLabelText('Distrust'), 'key');
    await click('Add this entry');
    const entry = within(screen.getByRole('group', { name: 'Entry 1' }));
    fireEvent.change(entry.getByLabelText('Key'), {
      target: { value: 'base-2024' },
    });
    fireEvent.change(entry.getByLabelText('Why'), {
      target: { value: 'It is lost.' },
    });
    fireEvent.change(entry.getByLabelText('From'), {
      target: { value: '2026-11-03T00:00:00Z' },
    });
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
    expect(created(api)[0].content).toMatchObject({
      distrust: [
        {
          ...{ key: 'base-2024', reason: 'It is lost.' },
          from: '2026-11-03T00:00:00Z',
        },
      ],
    });
  });

  it('write out what a stranger hides', async () => {
    renderEditor('/propose?rule=base%E2%80%AEimages', { acceptance });
    expect(
      await screen.findByRole('region', {
        name: 'Form of base\\u{202e}images',
      }),
    ).toBeInTheDocument();
    await screen.findByText(/^It speaks of 0 usages/);
    expect(document.querySelector('img')).toBeNull();
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
  });
});
