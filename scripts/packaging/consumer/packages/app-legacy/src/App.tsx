import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { AlertDisplay } from '@backstage/core-components';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  catalogPlugin,
  EntityLayout,
} from '@backstage/plugin-catalog';
import {
  EntityProvenanceContent,
  EntitySignatureStatusCard,
  provenancePlugin,
} from '@countersign/backstage-plugin-provenance/legacy';
import Grid from '@material-ui/core/Grid';
import { Navigate, Route } from 'react-router-dom';

const app = createApp({ plugins: [catalogPlugin, provenancePlugin] });

const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container>
        <Grid item md={6}>
          <EntitySignatureStatusCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/provenance" title="Provenance">
      <EntityProvenanceContent />
    </EntityLayout.Route>
  </EntityLayout>
);

/** An app of the old frontend system, as most portals still are. */
export const App = app.createRoot(
  <>
    <AlertDisplay />
    <AppRouter>
      <FlatRoutes>
        <Route path="/" element={<Navigate to="catalog" />} />
        <Route path="/catalog" element={<CatalogIndexPage />} />
        <Route
          path="/catalog/:namespace/:kind/:name"
          element={<CatalogEntityPage />}
        >
          {entityPage}
        </Route>
      </FlatRoutes>
    </AppRouter>
  </>,
);
