import { useMemo } from 'react';
import Typography from '@material-ui/core/Typography';
import { contentDiff } from '@countersign/backstage-plugin-provenance-common';
import type { ProposalPageState } from '../../hooks';
import { EntrySection } from '../acceptance/EntryList';
import { ChangeList } from './ChangeList';

/** What the proposal changes of the version over which it was written. */
export function ChangeSection({ page }: { page: ProposalPageState }) {
  const { content, baseContent, base } = page.proposal;
  const diff = useMemo(
    () => baseContent && contentDiff(baseContent, content),
    [baseContent, content],
  );
  return (
    <EntrySection title="What it changes">
      {diff ? (
        <ChangeList diff={diff} label={`Changes of version ${base}`} />
      ) : (
        <Typography variant="body2">
          Version {base}, which it changes, is not kept here any more: what it
          changes cannot be shown.
        </Typography>
      )}
    </EntrySection>
  );
}
