import { createApp } from '@backstage/frontend-defaults';
import { navigationModule } from './navigation';
import { signInModule } from './signIn';

/** Plugins are found by `app.packages` of the configuration; here is only what makes the portal this portal. */
export function createPortal(): JSX.Element {
  return createApp({ features: [navigationModule, signInModule] }).createRoot();
}
