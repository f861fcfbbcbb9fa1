import Typography from '@material-ui/core/Typography';
import { LinkButton } from '@backstage/core-components';
import { useAcceptancePath, useAsk, type ProposalPageState } from '../../hooks';
import { hasEnded } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { ActButton } from './ActButton';
import { ActOutcome } from './ActOutcome';

/** The ways on from here, for those who wrote it, and the way into force. */
export function ActSection({ page }: { page: ProposalPageState }) {
  const { proposal, expected, wordsOf } = page;
  const { act, ask } = useAsk(page);
  const word = { expected };
  return (
    <>
      {!hasEnded(proposal.state) && (
        <EntrySection title="What can be done">
          <ActButton
            label="Open for review"
            isPrimary
            words={wordsOf('open')}
            onAct={() =>
              ask(
                (api, id) => api.openProposal(id, word),
                'It is open for review.',
              )
            }
          />
          <ActButton
            label="Merge"
            isPrimary
            isFinal
            words={wordsOf('merge')}
            onAct={() =>
              ask((api, id) => api.mergeProposal(id, word), 'It is merged.')
            }
          />
          <EditLink page={page} />
          <ActButton
            label="Withdraw"
            isFinal
            words={wordsOf('withdraw')}
            onAct={() =>
              ask(
                (api, id) => api.withdrawProposal(id, word),
                'It is withdrawn.',
              )
            }
          />
        </EntrySection>
      )}
      <ActOutcome act={act} onReload={page.reload} />
    </>
  );
}

function EditLink({ page }: { page: ProposalPageState }) {
  const pathOf = useAcceptancePath();
  const { proposal, wordsOf } = page;
  const words = wordsOf('edit');
  if (!words) return null;
  if (words.reasons.length > 0)
    return <ActButton label="Edit" words={words} onAct={() => undefined} />;
  return (
    <Typography variant="body2" component="div" style={{ marginTop: 8 }}>
      <LinkButton
        to={pathOf('proposals', proposal.id, 'edit')}
        variant="outlined"
        size="small"
      >
        Edit
      </LinkButton>{' '}
      Whoever edits it is an author from then on, and cannot review it.
    </Typography>
  );
}
