import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Notice } from '../../parts';
import { SaveProblemNotice } from './SaveProblemNotice';
import type { SaveProblem } from './state/useSave';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(2, 3), marginBottom: theme.spacing(3) },
    row: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
    },
  }),
  { name: 'ProvenanceSaveBar' },
);

/** What is done with what was written, and why that was refused. */
export function SaveBar(props: {
  isNew: boolean;
  /** It is open for review already, and saving changes what is reviewed. */
  isInReview: boolean;
  isSaving: boolean;
  isUnsaved: boolean;
  /** Why it cannot be saved or opened, said when somebody tried. */
  refusal?: string;
  problem?: SaveProblem;
  id?: string;
  /** What was typed. */
  yaml: string;
  onSave(open: boolean): void;
}) {
  const classes = useStyles();
  const { isNew, isInReview, isSaving, refusal, problem } = props;
  return (
    <Paper className={classes.root} component="section" aria-label="Save">
      {refusal !== undefined && (
        <Notice role="alert" tone="grey" title={refusal} />
      )}
      {problem && (
        <SaveProblemNotice problem={problem} id={props.id} yaml={props.yaml} />
      )}
      <div className={classes.row}>
        <Button
          variant={isInReview ? 'contained' : 'outlined'}
          color={isInReview ? 'primary' : 'default'}
          disabled={isSaving}
          onClick={() => props.onSave(false)}
        >
          {isNew ? 'Save as draft' : 'Save the changes'}
        </Button>
        {!isInReview && (
          <Button
            variant="contained"
            color="primary"
            disabled={isSaving}
            onClick={() => props.onSave(true)}
          >
            Open for review
          </Button>
        )}
        <Typography variant="body2" role="status">
          {isSaving && 'Saving'}
          {!isSaving && props.isUnsaved && 'Not saved yet.'}
        </Typography>
      </div>
      {isInReview && (
        <Typography variant="body2">
          Saving shows it to its reviewers as it is now, makes you one of its
          authors, and approvals so far count no more.
        </Typography>
      )}
    </Paper>
  );
}
