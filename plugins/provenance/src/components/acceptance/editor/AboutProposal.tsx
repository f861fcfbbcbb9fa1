import type { Dispatch } from 'react';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { Draft } from './state/draft';
import type { DraftAction } from './state/draftReducer';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      padding: theme.spacing(3),
      marginBottom: theme.spacing(3),
    },
  }),
  { name: 'ProvenanceAboutProposal' },
);

export const aboutIds = {
  title: 'provenance-proposal-title',
  reason: 'provenance-proposal-reason',
};

/** What the proposal is called, and why it should be. */
export function AboutProposal(props: {
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  /** Somebody tried to save it. */
  isTried: boolean;
}) {
  const classes = useStyles();
  const { draft, dispatch, isTried } = props;
  const lacks = (text: string) => isTried && text.trim() === '';
  return (
    <Paper className={classes.root}>
      <TextField
        id={aboutIds.title}
        label="Title"
        value={draft.title}
        onChange={event => dispatch({ type: 'say', title: event.target.value })}
        error={lacks(draft.title)}
        helperText={
          lacks(draft.title)
            ? 'Say what changes, in a line.'
            : 'What changes, in a line.'
        }
        variant="outlined"
        size="small"
        inputProps={{ 'aria-required': true }}
        InputLabelProps={{ shrink: true }}
      />
      <TextField
        id={aboutIds.reason}
        label="Why"
        value={draft.reason}
        onChange={event =>
          dispatch({ type: 'say', reason: event.target.value })
        }
        error={lacks(draft.reason)}
        helperText={
          lacks(draft.reason)
            ? 'Say why: reviewers decide by it, and it stays with the version.'
            : 'Reviewers decide by it, and it stays with the version.'
        }
        variant="outlined"
        size="small"
        multiline
        minRows={2}
        maxRows={10}
        inputProps={{ 'aria-required': true }}
        InputLabelProps={{ shrink: true }}
      />
    </Paper>
  );
}
