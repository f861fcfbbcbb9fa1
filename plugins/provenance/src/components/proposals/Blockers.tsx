import { useState } from 'react';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ProposalReplay } from '@countersign/backstage-plugin-provenance-common';
import { useAsk, type Ask, type ProposalPageState } from '../../hooks';
import { blockerGroups } from '../../words';
import { ActButton } from './ActButton';
import { ActOutcome } from './ActOutcome';
import { BlockerGroup } from './BlockerGroup';

const useStyles = makeStyles(
  theme => ({ field: { maxWidth: 720, marginTop: theme.spacing(1) } }),
  { name: 'ProvenanceBlockers' },
);

/** What somebody has to have seen before it is merged (S9.3): ticked, and one statement for all that is ticked. */
export function Blockers(props: {
  page: ProposalPageState;
  replay: ProposalReplay;
}) {
  const { page, replay } = props;
  const { act, ask } = useAsk(page);
  const { blockers } = replay;
  const [ticked, setTicked] = useState<string[]>([]);
  const open = blockers.filter(one => !one.acknowledged);
  const keys = open.map(({ key }) => key).filter(key => ticked.includes(key));
  const toggle = (some: string[], isOn: boolean) =>
    setTicked(before => [
      ...before.filter(key => !some.includes(key)),
      ...(isOn ? some : []),
    ]);
  if (replay.state !== 'done') return null;
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        What has to be acknowledged
      </Typography>
      <Typography variant="body2" role="status">
        {blockers.length === 0
          ? 'Nothing: it makes nothing more permissive, blocks nothing newly and accepts no stranger.'
          : `${blockers.length - open.length} of ${
              blockers.length
            } acknowledged.`}
      </Typography>
      {blockerGroups(blockers).map(({ title, all }) => (
        <BlockerGroup
          key={title}
          {...{ title, all, ticked, toggle }}
          isCurrent={replay.isCurrent}
        />
      ))}
      {open.length > 0 && replay.isCurrent && (
        <Statement
          page={page}
          ask={ask}
          keys={keys}
          onDone={() => setTicked([])}
        />
      )}
      <ActOutcome act={act} onReload={page.reload} />
    </>
  );
}

function Statement(props: {
  page: ProposalPageState;
  ask: Ask['ask'];
  keys: string[];
  onDone(): void;
}) {
  const classes = useStyles();
  const { page, ask, keys, onDone } = props;
  const [text, setText] = useState('');
  const { expected } = page;
  const words = page.acknowledgeWords();
  const reasons = [
    ...words.reasons,
    ...(keys.length === 0 ? ['Tick what you have seen.'] : []),
    ...(text.trim() === '' ? ['Say why it may be so.'] : []),
  ];
  const acknowledge = async () => {
    const isDone = await ask(
      (api, id) =>
        api.acknowledgeReplay(id, { expected, keys, text: text.trim() }),
      'You acknowledged what was ticked.',
    );
    if (!isDone) return;
    setText('');
    onDone();
  };
  return (
    <>
      <TextField
        className={classes.field}
        id="provenance-proposal-acknowledgement"
        label="Why it may be so"
        multiline
        minRows={2}
        fullWidth
        variant="outlined"
        value={text}
        inputProps={{ maxLength: 5_000 }}
        onChange={event => setText(event.target.value)}
        InputLabelProps={{ shrink: true }}
      />
      <ActButton
        label={`Acknowledge ${keys.length} of them`}
        words={{ reasons }}
        onAct={acknowledge}
      />
    </>
  );
}
