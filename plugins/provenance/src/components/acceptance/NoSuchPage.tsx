import { Link } from '@backstage/core-components';
import { useAcceptancePath } from '../../hooks';
import { Notice } from '../parts';

/** For an address that leads nowhere. */
export function NoSuchPage() {
  const pathOf = useAcceptancePath();
  return (
    <Notice role="status" tone="grey" title="There is no such page here.">
      See <Link to={pathOf()}>who may sign what</Link>, or{' '}
      <Link to={pathOf('proposals')}>the proposals to change it</Link>.
    </Notice>
  );
}
