import { useState } from 'react';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useAsk, useNow, type ProposalPageState } from '../../hooks';
import { moment, reviewWords } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { Owner } from '../acceptance/Owner';
import { Moment, Prose } from '../parts';
import { ActButton } from './ActButton';
import { ActOutcome } from './ActOutcome';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: theme.spacing(1, 0, 2), padding: 0 },
    item: {
      padding: theme.spacing(1, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    field: { maxWidth: 720 },
  }),
  { name: 'ProvenanceDiscussion' },
);

/** What was said about it in the order of time, and the place to say something, alone or with a review. */
export function Discussion({ page }: { page: ProposalPageState }) {
  const classes = useStyles();
  const now = useNow();
  const { proposal } = page;
  return (
    <EntrySection title="Discussion">
      {proposal.reviews.length === 0 && (
        <Typography variant="body2">Nobody has said anything yet.</Typography>
      )}
      <ol className={classes.list} aria-label="What was said">
        {proposal.reviews.map((review, i) => (
          <Typography
            key={i}
            variant="body2"
            component="li"
            className={classes.item}
          >
            <Owner entityRef={review.by} /> {reviewWords(review, proposal)},{' '}
            <Moment at={review.at} words={moment(review.at, now)} />
            {review.text !== undefined && <Prose text={review.text} />}
          </Typography>
        ))}
      </ol>
      <Say page={page} />
    </EntrySection>
  );
}

function Say({ page }: { page: ProposalPageState }) {
  const classes = useStyles();
  const [text, setText] = useState('');
  const { expected, wordsOf } = page;
  const { act, ask } = useAsk(page);
  const said = text.trim();
  const word = { expected, ...(said !== '' && { text: said }) };
  const say = async (...request: Parameters<typeof ask>) => {
    if (await ask(...request)) setText('');
  };
  const needsText = said === '' ? ['Write what you want to say.'] : [];
  const needed = (words: ReturnType<typeof wordsOf>) =>
    words && { reasons: [...words.reasons, ...needsText] };
  return (
    <>
      <TextField
        className={classes.field}
        id="provenance-proposal-word"
        label="What you say"
        multiline
        minRows={3}
        fullWidth
        variant="outlined"
        value={text}
        inputProps={{ maxLength: 5_000 }}
        onChange={event => setText(event.target.value)}
        InputLabelProps={{ shrink: true }}
      />
      <ActButton
        label="Comment"
        words={{ reasons: needsText }}
        onAct={() =>
          say((api, id) => api.commentOnProposal(id, said), 'It is said.')
        }
      />
      <ActButton
        label="Approve"
        isPrimary
        words={wordsOf('approve')}
        onAct={() =>
          say((api, id) => api.approveProposal(id, word), 'You approved it.')
        }
      />
      <ActButton
        label="Request changes"
        words={needed(wordsOf('request-changes'))}
        onAct={() =>
          say(
            (api, id) => api.requestProposalChanges(id, word),
            'You requested changes.',
          )
        }
      />
      <ActButton
        label="Reject"
        isFinal
        words={needed(wordsOf('reject'))}
        onAct={() =>
          say((api, id) => api.rejectProposal(id, word), 'You rejected it.')
        }
      />
      <ActOutcome act={act} onReload={page.reload} />
    </>
  );
}
