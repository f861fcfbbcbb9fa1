import Typography from '@material-ui/core/Typography';
import type { ProposalDetail } from '@countersign/backstage-plugin-provenance-common';
import { findingCounts } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { LintFindings } from '../acceptance/LintFindings';

/** What the linter has against it, and what its authors say to that. */
export function LintSection({ proposal }: { proposal: ProposalDetail }) {
  const { lint } = proposal;
  const counts = findingCounts(lint);
  return (
    <EntrySection title="What the linter says">
      {counts === undefined ? (
        <Typography variant="body2">
          The linter has nothing against it.
        </Typography>
      ) : (
        <>
          <Typography variant="body2" gutterBottom>
            {counts}. Errors have to be corrected; to a warning the authors say
            why it is right.
          </Typography>
          <LintFindings findings={lint} />
        </>
      )}
    </EntrySection>
  );
}
