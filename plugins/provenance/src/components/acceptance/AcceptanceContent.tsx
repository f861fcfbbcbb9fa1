import { Content } from '@backstage/core-components';
import { Acceptance } from './Acceptance';

/** The tab of the page that says who may sign what, for apps that draw header and tabs. */
export function AcceptanceContent() {
  return (
    <Content>
      <Acceptance />
    </Content>
  );
}
