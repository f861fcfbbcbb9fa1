import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { renderOnEntityPage } from '../../__testUtils__/render';
import { hotfix, pending, trusted } from '../../__testUtils__/stories';
import { now } from '../../__testUtils__/usages';
import { EntityProvenanceContent } from '.';

const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

const pass = (milliseconds: number) =>
  act(() => jest.advanceTimersByTimeAsync(milliseconds));

async function renderTab(api: FakeProvenanceApi, mayCheck = true) {
  renderOnEntityPage(<EntityProvenanceContent now={now} />, api, { mayCheck });
  await screen.findByRole('heading', { level: 2 });
  // The permission back-end answers after the list.
  await pass(100);
}

describe('Check now', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    // Permission answers are shared for a moment, by a timer that has to end with the test.
    jest.runOnlyPendingTimers();
    jest.useRealTimers();
  });

  it('asks for a look at the entity and follows it to the end', async () => {
    const api = new FakeProvenanceApi([trusted, hotfix]);
    await renderTab(api);
    await user.click(screen.getByRole('button', { name: 'Check now' }));
    await pass(0);
    expect(api.checks).toEqual([
      { entityRef: 'component:default/payments-api' },
    ]);
    expect(screen.getByText('Looking: 0 of 2 done …')).toHaveAttribute(
      'aria-live',
      'polite',
    );
    expect(screen.getByRole('button', { name: 'Checking …' })).toBeDisabled();

    api.finish(1);
    await pass(2_000);
    expect(screen.getByText('Looking: 1 of 2 done …')).toBeInTheDocument();

    api.finish(2);
    await pass(2_000);
    expect(
      screen.getByText('Looked again at 2 artifacts.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check now' })).toBeEnabled();
    const asked = api.queries.length;
    await pass(60_000);
    expect(api.queries).toHaveLength(asked);
  });

  it('follows a look that somebody else asked for', async () => {
    const api = new FakeProvenanceApi([pending, trusted]);
    await renderTab(api);
    expect(screen.getByText('Looking: 0 of 1 done …')).toBeInTheDocument();
    api.finish(1);
    await pass(2_000);
    expect(screen.queryByText(/Looking:/)).not.toBeInTheDocument();
  });

  it('keeps what is shown when the next look at the list fails, and says so', async () => {
    const api = new FakeProvenanceApi([pending]);
    await renderTab(api);
    api.failure = new FakeResponseError(502, 'Bad gateway');
    await pass(2_000);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'What you see is from before',
    );
    expect(screen.getByRole('button', { name: 'fresh' })).toBeInTheDocument();
  });

  it('says what is missing where checking is not permitted', async () => {
    await renderTab(new FakeProvenanceApi([trusted]), false);
    expect(screen.getByRole('button', { name: 'Check now' })).toBeDisabled();
    expect(screen.getByText(/provenance\.check\.create/)).toBeInTheDocument();
  });

  it('says when it looked a moment ago and makes no other look', async () => {
    const api = new FakeProvenanceApi([trusted]);
    api.requestCheck = async () => ({
      usageIds: [],
      justLooked: [trusted.id],
    });
    await renderTab(api);
    await user.click(screen.getByRole('button', { name: 'Check now' }));
    await pass(2_000);
    expect(screen.getByText(/^Looked a moment ago/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check now' })).toBeEnabled();
  });

  it('says when the request for a look is refused', async () => {
    const api = new FakeProvenanceApi([trusted]);
    api.checkFailure = new FakeResponseError(403, 'Forbidden');
    await renderTab(api);
    await user.click(screen.getByRole('button', { name: 'Check now' }));
    await pass(0);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'provenance.check.create',
    );
  });
});
