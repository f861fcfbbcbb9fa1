import Typography from '@material-ui/core/Typography';
import {
  acceptanceReadPermission,
  visibleText,
  type ProposalReplay,
} from '@countersign/backstage-plugin-provenance-common';
import { useAsk, useNow, type ProposalPageState } from '../../hooks';
import { counted, hasEnded, moment, replayReasons } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { Owner } from '../acceptance/Owner';
import { LoadError, Moment, Notice } from '../parts';
import { ActButton } from './ActButton';
import { ActOutcome } from './ActOutcome';
import { Blockers } from './Blockers';
import { ReplayResultView } from './ReplayResultView';

/** What the proposal would do to everything that runs, and who has seen that. */
export function ReplaySection({ page }: { page: ProposalPageState }) {
  const { value, error, reload } = page.replay;
  const replay = value?.replay;
  return (
    <EntrySection title="What it would do">
      {error && (
        <LoadError
          error={error}
          doing="read what it would do"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={reload}
        />
      )}
      <Typography variant="body2" role="status">
        {statusWords(replay, { isLoading: !value && !error })}
      </Typography>
      {replay && <About replay={replay} />}
      <Start page={page} replay={replay} />
      {replay?.result && <ReplayResultView result={replay.result} />}
      {replay && (
        <Blockers key={replay.startedAt} page={page} replay={replay} />
      )}
    </EntrySection>
  );
}

function statusWords(
  replay: ProposalReplay | undefined,
  { isLoading }: { isLoading: boolean },
): string {
  if (isLoading) return 'Asking what is known …';
  if (!replay)
    return 'Nobody has replayed it yet: everything that runs is judged by what is in force and by this proposal, and nothing is changed by that. It cannot be merged before.';
  const usages = counted(replay.done, 'usage');
  if (replay.state === 'running') return `Replaying: ${usages} so far …`;
  return replay.state === 'done'
    ? `Replayed: ${usages}.`
    : 'The replay failed.';
}

function About({ replay }: { replay: ProposalReplay }) {
  const now = useNow();
  return (
    <>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        Asked for by <Owner entityRef={replay.by} />,{' '}
        <Moment at={replay.startedAt} words={moment(replay.startedAt, now)} />
      </Typography>
      {!replay.isCurrent && (
        <Notice tone="amber" title="It was edited since it was replayed.">
          What stands here is what it said before, and counts no more. Replay it
          again.
        </Notice>
      )}
      {replay.state === 'failed' && (
        <Notice tone="grey" title="The replay did not end.">
          {visibleText(replay.problem ?? 'It is not known why.', 500)} Replay it
          again.
        </Notice>
      )}
    </>
  );
}

function Start(props: { page: ProposalPageState; replay?: ProposalReplay }) {
  const { page, replay } = props;
  const { act, ask } = useAsk(page);
  const { expected, proposal } = page;
  const isRunning = replay?.state === 'running' && replay.isCurrent;
  const isOffered =
    !hasEnded(proposal.state) && !isRunning && page.replay.value !== undefined;
  return (
    <>
      {isOffered && (
        <ActButton
          label={replay ? 'Replay again' : 'Replay'}
          words={{ reasons: replayReasons(page) }}
          onAct={() =>
            ask(
              (api, id) => api.startReplay(id, { expected }),
              'The replay has begun.',
            )
          }
        />
      )}
      <ActOutcome act={act} onReload={page.reload} />
    </>
  );
}
