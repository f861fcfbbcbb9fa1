import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { holdingClaim, moment, claimWords } from '../../words';
import { Moment, Notice } from '../parts';

/** A locator suddenly sees much less: what it saw before is kept for a day, and may not run any more. */
export function HeldBack(props: { usages: UsageSummary[] }) {
  const now = useNow();
  const claims = props.usages.flatMap(usage => holdingClaim(usage) ?? []);
  const held = claims.filter(({ heldSince }) => heldSince !== undefined);
  if (held.length === 0) return null;
  const sources = [...new Set(held.map(claimWords))].sort();
  const since = held.map(({ heldSince }) => heldSince!).sort()[0];
  return (
    <Notice
      role="status"
      tone="grey"
      title={
        held.length === 1
          ? '1 artifact may not run any more.'
          : `${held.length} artifacts may not run any more.`
      }
    >
      {held.length === 1 ? 'It was' : 'They were'}{' '}
      {sources.slice(0, 3).join(', ')}
      {sources.length > 3 && ' and others'}. Since{' '}
      <Moment at={since} words={moment(since, now)} /> too much of that is
      missing at once to be believed; it ends after a day, unless it is seen
      again.
    </Notice>
  );
}
