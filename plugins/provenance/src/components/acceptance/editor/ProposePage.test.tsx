import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeResponseError } from '../../../__testUtils__/FakeProvenanceApi';
import { branchRule } from '../../../__testUtils__/acceptance';
import {
  begun,
  click,
  created,
  plainRule,
  renderEditor,
  type,
} from '../../../__testUtils__/proposing';

describe('proposing a change', () => {
  it('says what could not be loaded, and tries again', async () => {
    const api = renderEditor('/propose', {
      acceptanceFailure: new FakeResponseError(503, 'The database is away'),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not read the version in force.',
    );
    api.acceptanceFailure = undefined;
    await click('Try again');
    expect(
      await screen.findByRole('heading', {
        name: 'Propose a change of version 42',
      }),
    ).toBeInTheDocument();
  });

  it('saves a draft against the version in force, and goes to it', async () => {
    const api = await begun('/propose?rule=plain');
    type('Repositories and addresses', 'ghcr.io/acme/a\n\nghcr.io/acme/b ');
    await userEvent.selectOptions(screen.getByLabelText('In prod'), 'enforce');
    expect(screen.getByText('What does not meet it is blocked.')).toBeVisible();
    await click('Save as draft');
    expect(
      await screen.findByRole('heading', { name: 'Accept the new pipeline' }),
    ).toBeInTheDocument();
    expect(created(api)).toEqual([
      {
        title: 'Accept the new pipeline',
        reason: 'The old one is switched off in May.',
        base: 42,
        content: {
          rules: [
            {
              ...plainRule,
              references: ['ghcr.io/acme/a', 'ghcr.io/acme/b'],
              modes: { prod: 'enforce' },
            },
          ],
        },
      },
    ]);
  });

  it('asks for title and reason where they are missing, and goes there', async () => {
    const api = renderEditor('/propose');
    await screen.findByRole('heading', { name: /^Propose/ });
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not saved: the proposal needs a title.',
    );
    expect(screen.getByLabelText('Title')).toHaveFocus();
    expect(screen.getByLabelText('Title')).toHaveAccessibleDescription(
      'Say what changes, in a line.',
    );
    expect(created(api)).toEqual([]);
  });

  it('does not send what the backend could not read, and goes to the field', async () => {
    const api = await begun('/propose?add=rule');
    type('Name', 'new');
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^Not saved: what is written cannot be read yet\./,
    );
    expect(created(api)).toEqual([]);
    await waitFor(() =>
      expect(document.activeElement?.id).toBe(
        'provenance-field-initial[1].references',
      ),
    );
    const field = screen.getByLabelText('Repositories and addresses');
    expect(field).toHaveFocus();
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/^Error: The list is empty/);
  });

  it('keeps everything that was typed, and says what the backend had against it', async () => {
    await begun('/propose', {
      actFailure: new FakeResponseError(
        400,
        'content is larger than\u202e 1 MB',
      ),
    });
    await click('Save as draft');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Not saved. What you typed is still here.');
    expect(alert).toHaveTextContent('content is larger than\\u{202e} 1 MB');
    expect(screen.getByLabelText('Title')).toHaveValue(
      'Accept the new pipeline',
    );
    expect(screen.getByRole('button', { name: 'Save as draft' })).toBeEnabled();
  });

  it('says which permission is missing', async () => {
    await begun('/propose', {
      actFailure: new FakeResponseError(403, 'no'),
    });
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'provenance.acceptance.propose',
    );
  });

  it('asks before unsaved words are lost, and only then', async () => {
    renderEditor('/propose');
    await screen.findByRole('heading', { name: /^Propose/ });
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    type('Title', 'Mine');
    expect(screen.getByText('Not saved yet.')).toBeVisible();
    expect(leave()).toBe(true);
  });
});

describe('a signer', () => {
  it('S2.4 is asked to come from the repository of the entity that runs it', async () => {
    const api = await begun('/propose?rule=branches', {
      acceptance: {
        version: 42,
        rules: [{ ...branchRule, name: 'branches' }],
      },
    });
    const label = 'Only from the repository of the entity that runs it';
    const own = () => screen.getAllByLabelText(label)[0];
    await userEvent.click(own());
    expect(own()).toBeChecked();
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
    expect(created(api)[0].content).toMatchObject({
      rules: [{ signers: [{ ownRepository: true }] }],
    });
  });
});

describe('opening for review', () => {
  it('waits for a sentence to each warning, and saves it with the proposal', async () => {
    const api = await begun('/propose?rule=plain', {
      acceptance: {
        version: 42,
        rules: [{ ...plainRule, environments: ['prod', 'qa'] }],
      },
    });
    expect(
      await screen.findByText(
        'It is in force like this; nobody has to say why again.',
      ),
    ).toBeVisible();
    // Whoever changes a rule answers for all of it.
    type('Repositories and addresses', 'ghcr.io/acme/a');
    await screen.findByLabelText(/^Why it is right: There is no environment/);
    await click('Open for review');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^Not opened for review: say to this warning why it is right. There is no environment "qa"/,
    );
    expect(created(api)).toEqual([]);
    const group = within(screen.getByRole('group', { name: 'Environments' }));
    expect(
      group.getByText(/^Warning: There is no environment "qa"/),
    ).toBeVisible();
    type(/^Why it is right: There is no environment/, 'It comes in May.');
    expect(
      screen.getByText(
        'It has 1 warning, and nothing that keeps this out of review.',
      ),
    ).toBeVisible();
    await click('Open for review');
    await waitFor(() =>
      expect(api.bodiesOf('open')).toEqual([
        { expected: api.proposals[0].binding },
      ]),
    );
    expect(created(api)[0].answers).toEqual([
      {
        ...{ code: 'environment-not-declared', value: 'qa' },
        ...{ path: 'initial[0].environments[1]', because: 'It comes in May.' },
      },
    ]);
  });

  it('does not open what has errors, but saves it as a draft', async () => {
    const api = await begun('/propose', {
      acceptance: { version: 42, rules: [branchRule] },
    });
    await click('Open for review');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^Not opened for review: .*pull.* You can save it as a draft\.$/,
    );
    expect(created(api)).toEqual([]);
    await click('Save as draft');
    await waitFor(() => expect(created(api)).toHaveLength(1));
  });

  it('creates no second draft where only the opening failed', async () => {
    const api = await begun('/propose', {
      openProposal: async () => {
        throw new FakeResponseError(409, 'the authority is not known');
      },
    });
    await click('Open for review');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'It is saved, and could not be opened for review.',
    );
    expect(alert).toHaveTextContent('the authority is not known');
    expect(screen.queryByText('Not saved yet.')).toBeNull();
    await click('Open for review');
    await waitFor(() => expect(api.bodiesOf('edit')).toHaveLength(1));
    expect(api.bodiesOf('edit')[0]).toMatchObject({
      expected: api.proposals[0].binding,
    });
    expect(created(api)).toHaveLength(1);
  });
});

describe('the reviews that it will need', () => {
  it('are said while it is written', async () => {
    await begun('/propose?rule=plain');
    const reviews = screen.getByRole('status', { name: 'Reviews' });
    expect(reviews).toHaveTextContent('It changes nothing yet.');
    type('Owner', 'group:default/payments');
    expect(reviews).toHaveTextContent(
      'It touches prod: two reviewers where one of these is production, else one. Somebody of group:default/payments has to be among them.',
    );
    type('Name', '');
    expect(reviews).toHaveTextContent('once all of it can be read');
  });
});
