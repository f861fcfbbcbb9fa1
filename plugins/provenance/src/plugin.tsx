import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import VerifiedUserIcon from '@material-ui/icons/VerifiedUserOutlined';
import { ProvenanceClient } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from './api';
import {
  acceptanceRouteRef,
  entityProvenanceRouteRef,
  rootRouteRef,
} from './routes';

/** Everything that can run or ship artifacts; also without an annotation, since the tab then says what would fill it. */
const filter = { kind: { $in: ['component', 'resource', 'system'] } };

const provenanceApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: provenanceApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new ProvenanceClient(apis),
    }),
});

const provenancePage = PageBlueprint.make({
  params: {
    path: '/provenance',
    title: 'Provenance',
    icon: <VerifiedUserIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
  },
});

const overviewPage = SubPageBlueprint.make({
  name: 'overview',
  params: {
    path: 'overview',
    title: 'Overview',
    loader: async () =>
      import('./components/page').then(m => <m.ProvenancePageContent />),
  },
});

const acceptancePage = SubPageBlueprint.make({
  name: 'acceptance',
  params: {
    path: 'acceptance',
    title: 'Acceptance',
    loader: async () =>
      import('./components/acceptance').then(m => <m.AcceptanceContent />),
  },
});

const entityProvenanceContent = EntityContentBlueprint.make({
  params: {
    path: 'provenance',
    title: 'Provenance',
    routeRef: entityProvenanceRouteRef,
    filter,
    loader: async () =>
      import('./components/tab').then(m => <m.EntityProvenanceContent />),
  },
});

const entitySignatureStatusCard = EntityCardBlueprint.make({
  name: 'signature-status',
  params: {
    type: 'info',
    filter,
    loader: async () =>
      import('./components/card').then(m => <m.EntitySignatureStatusCard />),
  },
});

/**
 * Shows who signed what an entity runs, and whether they were allowed to: the Provenance tab and the Signature status
 * card of entity pages, and a page about what the portal knows and lacks, and who may sign what.
 *
 * @public
 */
export const provenancePlugin = createFrontendPlugin({
  pluginId: 'provenance',
  title: 'Provenance',
  icon: <VerifiedUserIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    acceptance: acceptanceRouteRef,
    entityContent: entityProvenanceRouteRef,
  },
  extensions: [
    provenanceApi,
    provenancePage,
    overviewPage,
    acceptancePage,
    entityProvenanceContent,
    entitySignatureStatusCard,
  ],
});
