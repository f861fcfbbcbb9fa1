import {
  findingCodes,
  type Finding,
} from '@countersign/backstage-plugin-provenance-common';
import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { NowProvider } from '../../hooks';
import { FindingList } from './FindingList';

const digest = (character: string) => `sha256:${character.repeat(64)}`;
const finding = (code: Finding['code'], change: Partial<Finding> = {}) => ({
  code,
  firstSeenAt: '2026-11-19T14:02:00Z',
  lastSeenAt: '2026-11-19T14:02:00Z',
  ...change,
});

const show = (findings: Finding[]) =>
  renderInTestApp(
    <NowProvider>
      <FindingList findings={findings} />
    </NowProvider>,
  );

describe('FindingList', () => {
  it.each(findingCodes)('has a title and a fix for %s', async code => {
    await show([finding(code)]);
    expect(document.body.textContent).toMatch(/\. .+\.$/);
    expect(document.body.textContent).not.toMatch(/no words/);
  });

  it('shows digests short', async () => {
    const moved = { old: digest('a'), new: digest('b') };
    await show([finding('tag-moved', moved)]);
    expect(screen.getByText('aaaaaaaaaaaa')).toBeInTheDocument();
    expect(screen.getByText('bbbbbbbbbbbb')).toBeInTheDocument();
  });

  it('says in words who is new, whatever the name', async () => {
    const name = 'https://issuer · \u202eevil';
    await show([finding('new-signer', { new: name })]);
    expect(document.body.textContent).toContain('\\u{202e}evil signed it');
    expect(screen.queryByText('Now')).toBeNull();
  });

  it('names no move where nobody owes one', async () => {
    await show([finding('unaccepted-signers', { new: 'x' })]);
    expect(document.body.textContent).toContain('Signed by x, whom');
    expect(document.body.textContent).not.toContain('Nobody’s move');
  });
});
