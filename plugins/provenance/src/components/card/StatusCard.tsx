import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { useEnvironments, useUsages, type Usages } from '../../hooks';
import { summarize } from '../../words';
import { FrozenEntity, Hidden, LoadError } from '../parts';
import { StatusCounts } from './StatusCounts';
import { TabLink } from './TabLink';

/** The sums of an entity's usages and the way to the proof. */
export function StatusCard(props: { entityRef: string; isAnnotated: boolean }) {
  const query = useUsages(props.entityRef, { awaited: props.isAnnotated });
  if (query.error) {
    return (
      <LoadError
        error={query.error}
        doing="load who signed this"
        hasOlder={query.value !== undefined}
        onRetry={query.reload}
      />
    );
  }
  if (!query.value) {
    return (
      <div role="status" aria-busy="true">
        <Hidden>Loading the signature status</Hidden>
        <Skeleton width="70%" height={32} />
        <Skeleton width="50%" height={32} />
      </div>
    );
  }
  if (query.value.items.length === 0) {
    return <Empty isAnnotated={props.isAnnotated} />;
  }
  return <Sums usages={query.value} />;
}

function Sums({ usages }: { usages: Usages }) {
  const { sentence } = summarize(usages.items, useEnvironments());
  return (
    <>
      <Typography variant="body1" gutterBottom>
        {sentence}
      </Typography>
      <FrozenEntity usages={usages.items} />
      <StatusCounts usages={usages.items} />
      {!usages.complete && (
        <Typography variant="body2">
          Of the first {usages.items.length} of {usages.totalItems}.
        </Typography>
      )}
      <Typography variant="body2" style={{ marginTop: 8 }}>
        <TabLink>See why and who signed</TabLink>
      </Typography>
    </>
  );
}

function Empty(props: { isAnnotated: boolean }) {
  return (
    <Typography variant="body2">
      {props.isAnnotated ? (
        'The first look is under way.'
      ) : (
        <>
          Nobody has said yet what this entity runs: the annotation{' '}
          <code>{ARTIFACTS_ANNOTATION}</code> names it.{' '}
          <TabLink>See how</TabLink>
        </>
      )}
    </Typography>
  );
}
