import { Component, type ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityProvenanceRouteRef } from '../../routes';

type Props = { children: ReactNode };

/** `useRouteRef` throws for a route that is not mounted; there is no hook that asks first. */
class Optional extends Component<Props, { missing: boolean }> {
  static getDerivedStateFromError() {
    return { missing: true };
  }

  state = { missing: false };

  render() {
    return this.state.missing ? null : this.props.children;
  }
}

function ResolvedLink(props: Props) {
  const tab = useRouteRef(entityProvenanceRouteRef);
  return <Link to={tab()}>{props.children}</Link>;
}

/** A way to the tab where the app has it; an app may show the card alone. */
export function TabLink(props: Props) {
  return (
    <Optional>
      <ResolvedLink>{props.children}</ResolvedLink>
    </Optional>
  );
}
