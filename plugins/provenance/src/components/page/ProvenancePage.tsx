import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { AcceptanceRouter } from '../acceptance';
import { Overview } from './Overview';

/** The page with a header and tabs of its own, for apps that bring none. */
export function ProvenancePage() {
  return (
    <Page themeId="tool">
      <Header title="Provenance" />
      <TabbedLayout>
        <TabbedLayout.Route path="/" title="Overview">
          <Overview />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/acceptance" title="Acceptance">
          <AcceptanceRouter />
        </TabbedLayout.Route>
      </TabbedLayout>
    </Page>
  );
}
