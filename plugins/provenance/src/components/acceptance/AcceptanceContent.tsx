import { Content } from '@backstage/core-components';
import { AcceptanceRouter } from './AcceptanceRouter';

/** The tab of the page that says who may sign what, for apps that draw header and tabs. */
export function AcceptanceContent(props: { now?: Date }) {
  return (
    <Content>
      <AcceptanceRouter now={props.now} />
    </Content>
  );
}
