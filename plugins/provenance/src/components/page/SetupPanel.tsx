import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { SetupResponse } from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { foundWords, locatorWords } from '../../words';
import { SetupStepItem } from './SetupStepItem';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
    steps: { listStyle: 'none', margin: 0, padding: 0 },
    locators: {
      margin: theme.spacing(1, 0, 0),
      paddingLeft: theme.spacing(3),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'ProvenanceSetup' },
);

/** What was found and by whom, then each step: the open ones with what to do next. */
export function SetupPanel(props: { setup: SetupResponse; onDismiss(): void }) {
  const classes = useStyles();
  const now = useNow();
  const { setup } = props;
  const isDone = setup.steps.every(({ done }) => done);
  return (
    <Paper
      className={classes.root}
      component="section"
      aria-labelledby="provenance-setup"
    >
      <div className={classes.head}>
        <Typography variant="h6" component="h2" id="provenance-setup">
          {isDone
            ? 'This portal lacks nothing'
            : 'Set up: what was found, and what is missing'}
        </Typography>
        <Button size="small" onClick={props.onDismiss}>
          {isDone ? 'Close' : 'Hide for me'}
        </Button>
      </div>
      <Typography variant="body1">{foundWords(setup)}</Typography>
      <Typography
        variant="body2"
        component="ul"
        className={classes.locators}
        aria-label="Locators"
      >
        {setup.found.locators.map(locator => (
          <li key={locator.locator}>{locatorWords(locator, now)}</li>
        ))}
      </Typography>
      <ol className={classes.steps} aria-label="Steps">
        {setup.steps.map(step => (
          <SetupStepItem key={step.id} step={step} setup={setup} />
        ))}
      </ol>
    </Paper>
  );
}
