import { Content } from '@backstage/core-components';
import { Overview } from './Overview';

/** The first tab of the page, for apps that draw header and tabs. */
export function ProvenancePageContent(props: { now?: Date }) {
  return (
    <Content>
      <Overview now={props.now} />
    </Content>
  );
}
