import { useMemo } from 'react';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import {
  contentDiff,
  rebasedContent,
  type RegistryContent,
  type RebaseConflict,
} from '@countersign/backstage-plugin-provenance-common';
import { useAsk, type Ask, type ProposalPageState } from '../../hooks';
import { conflictWords, isBaseOld } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { ActButton } from './ActButton';
import { ActOutcome } from './ActOutcome';
import { ChangeList } from './ChangeList';

/** Another version came into force: what that changed, and the way to carry this proposal over. */
export function BaseMoved({ page }: { page: ProposalPageState }) {
  const asking = useAsk(page);
  const { proposal, inForce } = page;
  return (
    <>
      {isBaseOld(proposal, inForce) && (
        <EntrySection title="It has to be rebased">
          <Typography variant="body1" gutterBottom>
            It changes version {proposal.base}; version {inForce.version} is in
            force by now. Approvals and what was replayed do not count over
            another version.
          </Typography>
          {proposal.baseContent ? (
            <Over page={page} base={proposal.baseContent} ask={asking.ask} />
          ) : (
            <Typography variant="body2">
              Version {proposal.base} is not kept here any more, so that nothing
              can be carried over: edit it by hand.
            </Typography>
          )}
        </EntrySection>
      )}
      <ActOutcome act={asking.act} onReload={page.reload} />
    </>
  );
}

function Over(props: {
  page: ProposalPageState;
  base: RegistryContent;
  ask: Ask['ask'];
}) {
  const { base, page, ask } = props;
  const { proposal, inForce, expected } = page;
  const rebased = useMemo(
    () => rebasedContent(base, proposal.content, inForce),
    [base, proposal.content, inForce],
  );
  const { content } = rebased;
  return (
    <>
      <Sides page={page} base={base} />
      {content ? (
        <>
          <Typography variant="body2">
            Nothing is touched twice: what it changes can be carried over.
          </Typography>
          <ActButton
            label={`Rebase onto version ${inForce.version}`}
            isPrimary
            words={page.wordsOf('rebase')}
            onAct={() =>
              ask(
                (api, id) =>
                  api.rebaseProposal(id, {
                    expected,
                    base: inForce.version,
                    content,
                  }),
                `It changes version ${inForce.version} now.`,
                { isOwnEdit: true },
              )
            }
          />
        </>
      ) : (
        <Conflicts conflicts={rebased.conflicts} />
      )}
    </>
  );
}

function Sides(props: { page: ProposalPageState; base: RegistryContent }) {
  const { proposal, inForce } = props.page;
  const sides = [
    {
      title: `What came into force since version ${proposal.base}`,
      content: inForce,
    },
    { title: 'What this proposal changes', content: proposal.content },
  ];
  return (
    <Grid container spacing={3}>
      {sides.map(({ title, content }) => (
        <Grid item xs={12} md={6} key={title}>
          <Typography variant="subtitle1" component="h4">
            {title}
          </Typography>
          <ChangeList diff={contentDiff(props.base, content)} label={title} />
        </Grid>
      ))}
    </Grid>
  );
}

function Conflicts({ conflicts }: { conflicts: RebaseConflict[] }) {
  return (
    <Typography variant="body2" component="div">
      <strong>Both touch the same; edit it by hand:</strong>
      <ul aria-label="What both touch" style={{ overflowWrap: 'anywhere' }}>
        {conflicts.map((conflict, i) => (
          <li key={i}>{conflictWords(conflict)}</li>
        ))}
      </ul>
    </Typography>
  );
}
