import { Header, Page } from '@backstage/core-components';
import { ProvenancePageContent } from './ProvenancePageContent';

/** The page with a header of its own, for apps that bring none. */
export function ProvenancePage() {
  return (
    <Page themeId="tool">
      <Header title="Provenance" />
      <ProvenancePageContent />
    </Page>
  );
}
