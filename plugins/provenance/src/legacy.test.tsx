import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { createApiFactory } from '@backstage/core-plugin-api';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis } from '@backstage/test-utils';
import {
  EntityProvenanceContent,
  EntitySignatureStatusCard,
  ProvenancePage,
  provenanceApiRef,
  provenancePlugin,
} from './legacy';
import { FakeProvenanceApi } from './__testUtils__/FakeProvenanceApi';
import { annotated } from './__testUtils__/render';
import { hotfix, trusted } from './__testUtils__/stories';

const entity = {
  ...annotated,
  metadata: { ...annotated.metadata, namespace: 'default' },
};

/** As the file of an app on the old system reads, with fakes for what answers over the network. */
function createLegacyApp() {
  const app = createApp({
    configLoader: async () => [
      {
        context: 'test',
        data: {
          app: { title: 'Test', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
        },
      },
    ],
    apis: [
      createApiFactory(
        provenanceApiRef,
        new FakeProvenanceApi([trusted, hotfix]),
      ),
      createApiFactory(catalogApiRef, catalogApiMock({ entities: [entity] })),
      createApiFactory(permissionApiRef, mockApis.permission()),
    ],
  });
  return app.createRoot(
    <AppRouter>
      <FlatRoutes>
        <Route path="/provenance" element={<ProvenancePage />} />
        <Route path="/catalog" element={<CatalogIndexPage />} />
        <Route
          path="/catalog/:namespace/:kind/:name"
          element={<CatalogEntityPage />}
        >
          <EntityLayout>
            <EntityLayout.Route path="/" title="Overview">
              <EntitySignatureStatusCard />
            </EntityLayout.Route>
            <EntityLayout.Route path="/provenance" title="Provenance">
              <EntityProvenanceContent />
            </EntityLayout.Route>
          </EntityLayout>
        </Route>
      </FlatRoutes>
    </AppRouter>,
  );
}

describe('the plugin in the old frontend system', () => {
  it('brings its own client', () => {
    expect([...provenancePlugin.getApis()].map(({ api }) => api.id)).toEqual([
      provenanceApiRef.id,
    ]);
  });

  it('has a page of its own, with one header', async () => {
    window.history.pushState({}, '', '/provenance');
    const App = createLegacyApp();
    render(<App />);
    expect(
      await screen.findByRole('heading', { name: /^No entity that you may/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 1, name: 'Provenance' }),
    ).toBeInTheDocument();
  });

  it('says who may sign what in a tab of that page, with a way to it', async () => {
    window.history.pushState({}, '', '/provenance');
    const App = createLegacyApp();
    render(<App />);
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Acceptance' }),
    );
    expect(
      await screen.findByText('Nobody may sign anything yet.'),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe('/provenance/acceptance');
    await userEvent.click(screen.getByRole('tab', { name: 'Overview' }));
    expect(
      await screen.findByRole('heading', { name: /^No entity that you may/ }),
    ).toBeInTheDocument();
  });

  it('takes an address below that tab', async () => {
    window.history.pushState({}, '', '/provenance/acceptance/history');
    const App = createLegacyApp();
    render(<App />);
    const history = await screen.findByRole('link', { name: 'History' });
    expect(history).toHaveAttribute('aria-current', 'page');
    await userEvent.click(screen.getByRole('link', { name: 'In force' }));
    expect(
      await screen.findByText('Nobody may sign anything yet.'),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe('/provenance/acceptance');
  });

  it('shows the card on the overview of an entity, and the tab behind its link', async () => {
    window.history.pushState({}, '', '/catalog/default/component/payments-api');
    const App = createLegacyApp();
    render(<App />);
    const link = await screen.findByText('See why and who signed');
    expect(screen.getByText('Signature status')).toBeInTheDocument();
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-api/provenance',
    );
    await userEvent.click(link);
    const prod = (await screen.findByText('prod')).closest('section')!;
    expect(within(prod).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByRole('button', { name: 'Check now' })).toBeEnabled();
  });
});
