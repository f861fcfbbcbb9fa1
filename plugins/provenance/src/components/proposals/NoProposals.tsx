import { Link } from '@backstage/core-components';
import { useAcceptancePath } from '../../hooks';
import { Notice } from '../parts';

/** What stands here once somebody proposes something, and how to begin. */
export function NoProposals(props: { isNarrowed: boolean; mayBegin: boolean }) {
  const { isNarrowed, mayBegin } = props;
  const pathOf = useAcceptancePath();
  if (isNarrowed)
    return (
      <Notice tone="grey" title="No proposal is in this state.">
        Choose another state above.
      </Notice>
    );
  return (
    <Notice tone="grey" title="Nobody has proposed anything yet.">
      Who may sign what changes by proposals: somebody writes one, it is
      replayed over everything that runs, people who did not write it approve
      it, and it becomes a version when it is merged.{' '}
      {mayBegin && <Link to={pathOf('propose')}>Propose a change</Link>}
    </Notice>
  );
}
