import { useParams } from 'react-router-dom';
import { acceptanceReadPermission } from '@countersign/backstage-plugin-provenance-common';
import {
  useProposal,
  useProposalPage,
  type ProposalInContext,
} from '../../hooks';
import { LoadError } from '../parts';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { ActSection } from './ActSection';
import { BaseMoved } from './BaseMoved';
import { ChangeSection } from './ChangeSection';
import { Discussion } from './Discussion';
import { EditedSince } from './EditedSince';
import { LintSection } from './LintSection';
import { ProposalHeader } from './ProposalHeader';
import { ReplaySection } from './ReplaySection';
import { ReviewSection } from './ReviewSection';

/** One proposal to change who may sign what: what it would change, what that would do, who has to agree. */
export function ProposalPage() {
  const { id = '' } = useParams();
  const { value, error, reload } = useProposal(id);
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="read this proposal"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={reload}
        />
      )}
      {!value && !error && <SectionSkeleton what="this proposal" />}
      {value && <Proposal key={id} value={value} reload={reload} />}
    </>
  );
}

function Proposal(props: { value: ProposalInContext; reload(): void }) {
  const page = useProposalPage(props.value, props.reload);
  return (
    <>
      <EditedSince page={page} />
      <ProposalHeader {...props.value} />
      <ActSection page={page} />
      <BaseMoved page={page} />
      <ChangeSection page={page} />
      <LintSection proposal={page.proposal} />
      <ReviewSection proposal={page.proposal} />
      <ReplaySection page={page} />
      <Discussion page={page} />
    </>
  );
}
