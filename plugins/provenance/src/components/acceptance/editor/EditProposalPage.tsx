import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import {
  acceptanceReadPermission,
  visibleText,
  type ProposalDetail,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../../api';
import { useQuery } from '../../../hooks';
import { SectionSkeleton } from '../../page/SectionSkeleton';
import { LoadError, Notice } from '../../parts';
import { Editor } from './Editor';

/** Edits a proposal that exists, against the binding of what is shown. */
export function EditProposalPage() {
  const { id = '' } = useParams();
  const api = useApi(provenanceApiRef);
  const query = useQuery<ProposalDetail>({
    key: `proposal ${id}`,
    load: () => api.getProposal(id),
  });
  const { value, error } = query;
  if (value) return <EditProposal key={value.id} proposal={value} />;
  if (!error) return <SectionSkeleton what="the proposal" />;
  return (
    <LoadError
      error={error}
      doing="read the proposal"
      permission={acceptanceReadPermission.name}
      onRetry={query.reload}
    />
  );
}

const over = ['merged', 'rejected', 'withdrawn'];

function EditProposal({ proposal }: { proposal: ProposalDetail }) {
  const { title, reason, content, answers, baseContent, state } = proposal;
  if (over.includes(state))
    return (
      <Notice tone="grey" title={`This proposal is ${state}.`}>
        It cannot be edited any more. Propose the change anew.
      </Notice>
    );
  return (
    <Editor
      title={`Edit: ${visibleText(title, 200)}`}
      start={{ title, reason, content, answers }}
      target={{ proposal }}
      before={baseContent}
    />
  );
}
