import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  PreviewedSigner,
  RulePreview,
} from '@countersign/backstage-plugin-provenance-common';
import {
  FakeResponseError,
  type FakeProvenanceApi,
} from '../../../../__testUtils__/FakeProvenanceApi';
import { renderAcceptance } from '../../../../__testUtils__/renderAcceptance';

const workflow =
  'https://github.com/acme/payments/.github/workflows/release.yml';
const certificate: PreviewedSigner = {
  ...{ id: 'a', type: 'certificate', authority: 'public-good' },
  ...{ issuer: 'https://token.actions.githubusercontent.com' },
  ...{ subject: `${workflow}\u202e`, usages: 38 },
  lastSeenAt: '2026-11-20T09:00:00Z',
};
const preview: RulePreview = {
  matching: [
    {
      ...{ id: 'k', type: 'key', authority: 'platform-key', usages: 1 },
      lastSeenAt: '2026-11-20T11:00:00Z',
    },
  ],
  others: [
    {
      ...certificate,
      refs: ['refs/heads/hotfix-2'],
      nearest: {
        ...{ index: 0, part: 'ref', found: 'refs/heads/hotfix-2' },
        wanted: 'refs/tags/v*',
      },
    },
  ],
  counts: { matching: 12, others: 40 },
  usages: 38,
};
const rule = {
  ...{ name: 'plain', references: ['ghcr.io/acme/payments'] },
  ...{ mode: 'observe' as const, signers: [{ key: 'platform-key' }] },
};

const render = (changes: Partial<FakeProvenanceApi>) =>
  renderAcceptance('/propose?rule=plain', {
    acceptance: { version: 1, rules: [rule] },
    preview,
    ...changes,
  });
const summary = 'It speaks of 38 usages, and means 12 of 52 signers seen.';

describe('the preview of a rule', () => {
  it('S2.4 says that the entity decides, where a signer has to come from its own repository', async () => {
    const own = {
      ...{ authority: 'public-good', subject: `${workflow}@refs/tags/v*` },
      issuer: 'https://token.actions.githubusercontent.com',
      ownRepository: true as const,
    };
    render({
      acceptance: { version: 1, rules: [{ ...rule, signers: [own] }] },
    });
    expect(
      await screen.findByText(/only for entities whose own repository/),
    ).toBeVisible();
  });

  it('says whom it means, and of the others what exactly differs', async () => {
    const api = render({});
    expect(await screen.findByText(summary)).toBeInTheDocument();
    expect(api.previews).toEqual([{ rule }]);
    await userEvent.click(
      screen.getByRole('button', { name: 'Matches these signers seen (12)' }),
    );
    expect(
      screen.getByText('key “platform-key”', { selector: 'li span' }),
    ).toBeVisible();
    expect(screen.getByText('and 11 more')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Not these (40), nearest first' }),
    );
    expect(
      screen.getByText('Nearest is signer 1: its ref differs.'),
    ).toBeVisible();
    expect(screen.getByText('heads').tagName).toBe('MARK');
    expect(screen.getByText('3 h ago')).toBeVisible();
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
    expect(document.body.textContent).toContain('\\u{202e}');
  });

  it('asks once for what was typed in one go, and shows only the newest answer', async () => {
    const answers: ((preview: RulePreview) => void)[] = [];
    const asked: object[] = [];
    render({
      previewRule: request => {
        asked.push(request.rule);
        return new Promise(resolve => answers.push(resolve));
      },
    });
    const key = await screen.findByLabelText('Key');
    await waitFor(() => expect(answers).toHaveLength(1));
    for (const value of ['a', 'ab', 'abc'])
      fireEvent.change(key, { target: { value } });
    await waitFor(() => expect(answers).toHaveLength(2));
    expect(asked).toMatchObject([
      { signers: [{ key: 'platform-key' }] },
      { signers: [{ key: 'abc' }] },
    ]);
    await act(async () => answers[1]({ ...preview, usages: 2 }));
    await act(async () => answers[0]({ ...preview, usages: 1 }));
    expect(screen.getByText(/^It speaks of 2 usages/)).toBeInTheDocument();
    expect(screen.queryByText(/^It speaks of 1 usage,/)).toBeNull();
  });

  it('does not ask while a signer is not written out', async () => {
    const api = render({});
    await screen.findByText(summary);
    fireEvent.change(screen.getByLabelText('Key'), { target: { value: '' } });
    expect(
      await screen.findByText(/^Once its signers are written/),
    ).toBeInTheDocument();
    expect(api.previews).toHaveLength(1);
  });

  it('says quietly that it could not be made, and goes on', async () => {
    const api = render({
      previewFailure: new FakeResponseError(503, 'The database is away'),
    });
    expect(
      await screen.findByText(
        'The preview could not be made: The database is away',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
    api.previewFailure = undefined;
    fireEvent.change(screen.getByLabelText('Key'), { target: { value: 'x' } });
    expect(await screen.findByText(summary)).toBeInTheDocument();
    expect(screen.queryByText(/could not be made/)).toBeNull();
  });
});
