import { NowProvider } from '../../hooks';
import { Coverage } from './Coverage';
import { Setup } from './Setup';

/** What the portal lacks, for those who run it; then what nothing is known of, for everybody as far as they may see it. */
export function Overview(props: { now?: Date }) {
  return (
    <NowProvider now={props.now}>
      <Setup />
      <Coverage />
    </NowProvider>
  );
}
