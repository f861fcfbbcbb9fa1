import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import provenancePlugin from '@countersign/backstage-plugin-provenance';
import ReactDOM from 'react-dom/client';

const app = createApp({ features: [catalogPlugin, provenancePlugin] });

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
