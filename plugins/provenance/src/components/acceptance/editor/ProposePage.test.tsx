import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AcceptanceRule } from '@countersign/backstage-plugin-provenance-common';
import {
  FakeResponseError,
  type FakeProvenanceApi,
} from '../../../__testUtils__/FakeProvenanceApi';
import { acceptance, branchRule } from '../../../__testUtils__/acceptance';
import { renderAcceptance } from '../../../__testUtils__/renderAcceptance';
import { fieldsOf } from './state/fields';

const plain: AcceptanceRule = {
  name: 'plain',
  references: ['ghcr.io/acme/payments'],
  environments: ['prod'],
  mode: 'observe',
  signers: [{ key: 'platform-key' }],
};
const inForce = { version: 42, rules: [plain] };

const render = (path: string, changes: Partial<FakeProvenanceApi> = {}) =>
  renderAcceptance(
    path,
    { acceptance: inForce, ...changes },
    { environments: ['dev', 'prod'] },
  );

const created = (api: FakeProvenanceApi) =>
  api.bodiesOf('create').map(fieldsOf);

const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const click = (name: string | RegExp) =>
  userEvent.click(screen.getByRole('button', { name }));

async function begun(path = '/propose', changes?: Partial<FakeProvenanceApi>) {
  const api = render(path, changes);
  await screen.findByRole('heading', { name: /^Propose a change of version/ });
  type('Title', 'Accept the new pipeline');
  type('Why', 'The old one is switched off in May.');
  return api;
}

describe('proposing a change', () => {
  it('says what could not be loaded, and tries again', async () => {
    const api = render('/propose', {
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
              ...plain,
              references: ['ghcr.io/acme/a', 'ghcr.io/acme/b'],
              modes: { prod: 'enforce' },
            },
          ],
        },
      },
    ]);
  });

  it('asks for title and reason where they are missing, and goes there', async () => {
    const api = render('/propose');
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
    render('/propose');
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

describe('opening for review', () => {
  it('waits for a sentence to each warning, and saves it with the proposal', async () => {
    const api = await begun('/propose?rule=plain', {
      acceptance: {
        version: 42,
        rules: [{ ...plain, environments: ['prod', 'qa'] }],
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

describe('the rules of a proposal', () => {
  const rules = (name: string) =>
    screen.getByRole('list', { name }).textContent ?? '';

  it('are marked against the version in force, and undone one by one', async () => {
    await begun('/propose?rule=plain', {
      acceptance: { version: 42, rules: [plain, branchRule] },
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
    expect(rules('Rules of the proposal')).toMatch(/^any-branch.*plain/);
  });

  it('are said in words while they are written', async () => {
    await begun('/propose?add=rule');
    const words = screen.getByRole('status', { name: 'The rule in words' });
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
    render('/propose?rule=base%E2%80%AEimages', { acceptance });
    expect(
      await screen.findByRole('region', {
        name: 'Form of base\\u{202e}images',
      }),
    ).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
  });
});

describe('the YAML view', () => {
  const area = () => screen.getByLabelText<HTMLTextAreaElement>(/^The list as/);
  const typeYaml = (value: string) =>
    fireEvent.change(area(), { target: { value } });

  it('says of each mistake the line, leads there, and is not sent', async () => {
    const api = await begun();
    await click('YAML');
    expect(area().value).toContain('- name: plain');
    typeYaml(area().value.replace('signers:', 'singers:'));
    const finding = await screen.findByText(
      /line 8: .*unknown key; did you mean "signers"\?/,
    );
    expect(area()).toHaveAccessibleDescription(/It has 1 error/);
    const item = within(finding.closest('li')!);
    await userEvent.click(item.getByRole('button', { name: /^Go to line 8/ }));
    expect(area()).toHaveFocus();
    const { selectionStart, selectionEnd, value } = area();
    expect(value.slice(selectionStart, selectionEnd).trim()).toBe('singers:');
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /cannot be read yet/,
    );
    expect(created(api)).toEqual([]);
  });

  it('refuses the form while the text is no YAML, and keeps the text', async () => {
    await begun();
    await click('YAML');
    typeYaml('initial: [&a 1]');
    await click('Form');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The form cannot show this YAML yet.line 1: anchors are not read',
    );
    expect(area()).toHaveValue('initial: [&a 1]');
    typeYaml('initial:\n  - name: typed\n    signers: 5\n');
    await click('Form');
    await click('typed');
    expect(
      screen.getByText('The form cannot show what stands under “signers”.'),
    ).toBeVisible();
  });
});
