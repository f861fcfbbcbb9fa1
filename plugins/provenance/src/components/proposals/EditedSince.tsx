import Button from '@material-ui/core/Button';
import type { ProposalPageState } from '../../hooks';
import { Notice } from '../parts';

/** Nobody acts on what they did not read: what changed under their eyes is theirs to read first. */
export function EditedSince({ page }: { page: ProposalPageState }) {
  if (!page.isEditedSince) return null;
  return (
    <Notice
      role="alert"
      tone="amber"
      title="This proposal was edited since you opened it."
      action={
        <Button variant="outlined" size="small" onClick={page.readAnew}>
          I go on with what it says now
        </Button>
      }
    >
      Below stands what it says now. Approvals of what it said before count no
      more.
    </Notice>
  );
}
