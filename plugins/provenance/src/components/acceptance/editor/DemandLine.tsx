import { useMemo } from 'react';
import Typography from '@material-ui/core/Typography';
import type { RegistryContent } from '@countersign/backstage-plugin-provenance-common';
import type { Draft } from './state/draft';
import { expectedReviews } from './state/expectedReviews';
import { readDraft } from './state/read';

/** What reviews the proposal will need, while it is written. */
export function DemandLine(props: { draft: Draft; before?: RegistryContent }) {
  const { draft, before } = props;
  const { rules, distrust, rest } = draft;
  const words = useMemo(() => {
    if (!before) return undefined;
    const { value } = readDraft({ rules, distrust, rest });
    return value
      ? expectedReviews(before, value).join(' ')
      : 'What reviews it needs is said once all of it can be read.';
  }, [before, rules, distrust, rest]);
  return (
    <Typography
      variant="body2"
      role="status"
      aria-label="Reviews"
      gutterBottom
      style={{ overflowWrap: 'anywhere' }}
    >
      {words}
    </Typography>
  );
}
