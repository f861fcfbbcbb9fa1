import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import {
  contentDiff,
  isNoChange,
  type AcceptanceResponse,
  type AcceptanceVersionDetail,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../api';
import { useAcceptancePath, useAct, useMe } from '../../hooks';
import { ActButton } from '../proposals/ActButton';
import { ActOutcome } from '../proposals/ActOutcome';

/** Back to what this version said: as a draft of whoever asks, which people review as they do any other. */
export function Restore(props: {
  version: AcceptanceVersionDetail;
  inForce: AcceptanceResponse;
}) {
  const { version, inForce } = props;
  const api = useApi(provenanceApiRef);
  const navigate = useNavigate();
  const pathOf = useAcceptancePath();
  const { mayPropose } = useMe();
  const act = useAct();
  const isSame = isNoChange(contentDiff(inForce, version.content));
  const restore = () =>
    act.run(async () => {
      const { id } = await api.createProposal({
        title: `Restore version ${version.number}`,
        reason: `What version ${version.number} said is to be in force again.`,
        base: inForce.version,
        content: version.content,
      });
      navigate(pathOf('proposals', id));
    }, 'It is proposed.');
  return (
    <>
      <ActButton
        label="Restore as a proposal"
        words={{
          reasons: [
            ...(isSame ? ['What is in force says the same.'] : []),
            ...(mayPropose === false
              ? ['It needs the permission provenance.acceptance.propose.']
              : []),
          ],
        }}
        onAct={restore}
      />
      <ActOutcome act={act} />
    </>
  );
}
