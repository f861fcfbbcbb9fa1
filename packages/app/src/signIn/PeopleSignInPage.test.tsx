import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { IdentityApi } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { PeopleSignInPage } from './PeopleSignInPage';
import { peopleOf, rememberedPerson } from './people';

const people = [
  { name: 'mina', displayName: 'Mina Okafor', title: 'Developer of payments' },
  { name: 'elena', displayName: 'Elena Rossi', title: 'Auditor' },
];

const session = {
  providerInfo: {},
  profile: { displayName: 'Elena Rossi' },
  backstageIdentity: {
    token: `x.${btoa(JSON.stringify({ exp: 4_000_000_000 }))}.x`,
    identity: {
      type: 'user',
      userEntityRef: 'user:default/elena',
      ownershipEntityRefs: [],
    },
  },
};

function answering(status: number, body: unknown) {
  const fetch = jest
    .fn()
    .mockImplementation(
      async () => new Response(JSON.stringify(body), { status }),
    );
  global.fetch = fetch;
  return fetch;
}

function renderPage() {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  renderInTestApp(
    <PeopleSignInPage people={people} onSignInSuccess={onSignInSuccess} />,
  );
  return onSignInSuccess;
}

const { fetch: originalFetch } = global;

describe('PeopleSignInPage', () => {
  afterEach(() => {
    sessionStorage.clear();
    global.fetch = originalFetch;
  });

  it('has a button for each person, named by person and role', async () => {
    renderPage();
    await screen.findByText(/This is the sandbox/);
    expect(
      screen.getAllByRole('button').map(one => one.getAttribute('aria-label')),
    ).toEqual(['Mina Okafor, Developer of payments', 'Elena Rossi, Auditor']);
  });

  it('signs in through the sandbox’s provider and remembers the person', async () => {
    const fetch = answering(200, session);
    const onSignInSuccess = renderPage();
    await userEvent.click(await screen.findByRole('button', { name: /Elena/ }));
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [url, request] = fetch.mock.calls[0];
    expect(url).toMatch(/\/api\/auth\/sandbox\/refresh$/);
    expect(new Headers(request.headers).get('x-sandbox-person')).toBe('elena');
    expect(rememberedPerson.get()).toBe('elena');
  });

  it('signs a remembered person in again, and returns to the list after signing out', async () => {
    answering(200, session);
    rememberedPerson.set('elena');
    const onSignInSuccess = renderPage();
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [identity] = onSignInSuccess.mock.calls[0];
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/elena',
    });
    await identity.signOut();
    expect(rememberedPerson.get()).toBeUndefined();
  });

  it('shows the list where the remembered person is not of this sandbox', async () => {
    rememberedPerson.set('mallory');
    renderPage();
    expect(
      await screen.findByRole('button', { name: /Mina/ }),
    ).toBeInTheDocument();
  });

  it('says that signing in did not work and leads back to the list', async () => {
    answering(404, { error: { name: 'NotFoundError', message: 'Unknown' } });
    renderPage();
    await userEvent.click(await screen.findByRole('button', { name: /Mina/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not sign in as Mina Okafor.',
    );
    await userEvent.click(screen.getByRole('button', { name: /Back/ }));
    expect(
      await screen.findByRole('button', { name: /Mina/ }),
    ).toBeInTheDocument();
    expect(rememberedPerson.get()).toBeUndefined();
  });
});

describe('peopleOf', () => {
  it('is undefined without a sandbox, so that the guest is offered', () => {
    expect(peopleOf(mockApis.config({ data: {} }))).toBeUndefined();
    expect(
      peopleOf(mockApis.config({ data: { sandbox: { people: [] } } })),
    ).toBeUndefined();
  });

  it('calls a person without a display name by the name', () => {
    const data = {
      sandbox: {
        people: [{ name: 'mina', title: 'Developer', userEntityRef: 'x' }],
      },
    };
    expect(peopleOf(mockApis.config({ data }))).toEqual([
      { name: 'mina', displayName: 'mina', title: 'Developer' },
    ]);
  });
});
