import { checkCreatePermission } from '@countersign/backstage-plugin-provenance-common';
import {
  useEnvironments,
  useCheck,
  useOpenUsage,
  useUsages,
} from '../../hooks';
import { groupByEnvironment } from '../../words';
import { FrozenEntity, LoadError, Notice } from '../parts';
import { EnvironmentSection } from './EnvironmentSection';
import { HeldBack } from './HeldBack';
import { NothingNamed } from './NothingNamed';
import { SummaryBar } from './SummaryBar';
import { TabSkeleton } from './TabSkeleton';

/** Who signed what an entity runs, and were they allowed to: one sentence, the usages, the proof behind each. */
export function ProvenanceTab(props: {
  entityRef: string;
  entityName: string;
  /** Whether the entity names artifacts itself. */
  isAnnotated: boolean;
}) {
  const query = useUsages(props.entityRef, { awaited: props.isAnnotated });
  const usages = query.value;
  const check = useCheck(props.entityRef, usages?.items ?? [], query.reload);
  const { openId, toggle } = useOpenUsage();
  const environments = useEnvironments();

  if (!usages) {
    return query.error ? (
      <LoadError
        error={query.error}
        doing="load the artifacts of this entity"
        onRetry={query.reload}
      />
    ) : (
      <TabSkeleton />
    );
  }
  if (usages.items.length === 0) {
    return props.isAnnotated ? (
      <FirstLook />
    ) : (
      <NothingNamed entityName={props.entityName} />
    );
  }
  const isGone =
    openId !== undefined &&
    usages.complete &&
    !usages.items.some(usage => usage.id === openId);
  return (
    <>
      <SummaryBar usages={usages} check={check} />
      {query.error && (
        <LoadError
          error={query.error}
          doing="refresh the list"
          hasOlder
          onRetry={query.reload}
        />
      )}
      {check.error && (
        <LoadError
          error={check.error}
          doing="ask for a check"
          permission={checkCreatePermission.name}
          hasOlder
          onRetry={check.start}
        />
      )}
      {isGone && (
        <Notice tone="grey" title="The linked artifact is not here any more.">
          It was removed from this entity, or you may not see it.
        </Notice>
      )}
      <FrozenEntity usages={usages.items} />
      <HeldBack usages={usages.items} />
      {groupByEnvironment(usages.items, environments).map(group => (
        <EnvironmentSection
          key={group.environment ?? ''}
          group={group}
          openId={openId}
          onToggle={toggle}
        />
      ))}
    </>
  );
}

function FirstLook() {
  return (
    <Notice role="status" tone="grey" title="The first look is under way.">
      This entity names its artifacts, and none of them was discovered yet. That
      takes a few minutes after a change of the catalog. If it stays like this,
      ask the owners of this portal whether discovery runs and whether you have
      the permission to see the result.
    </Notice>
  );
}
