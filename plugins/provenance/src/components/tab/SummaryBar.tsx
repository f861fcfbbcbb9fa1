import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { checkCreatePermission } from '@countersign/backstage-plugin-provenance-common';
import { useEnvironments, useNow, type Check, type Usages } from '../../hooks';
import { ago, summarize, toneOf } from '../../words';
import { CopyButton, Hidden, Moment, StandingIcon, toneColor } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(2),
      marginBottom: theme.spacing(2),
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.background.paper,
      borderLeft: '6px solid',
    },
    red: { borderLeftColor: toneColor(theme, 'red') },
    amber: { borderLeftColor: toneColor(theme, 'amber') },
    green: { borderLeftColor: toneColor(theme, 'green') },
    grey: { borderLeftColor: toneColor(theme, 'grey') },
    sentence: { flex: '1 1 320px', minWidth: 0 },
    secondary: { color: theme.palette.text.secondary },
    actions: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  }),
  { name: 'ProvenanceSummary' },
);

/** The entity in one sentence and one colour, and the way to ask again. */
export function SummaryBar(props: { usages: Usages; check: Check }) {
  const classes = useStyles();
  const now = useNow();
  const { usages, check } = props;
  const summary = summarize(usages.items, useEnvironments());
  return (
    <div className={`${classes.root} ${classes[toneOf(summary.standing)]}`}>
      <StandingIcon standing={summary.standing} />
      <div className={classes.sentence}>
        <Typography variant="h6" component="h2">
          {summary.sentence}
        </Typography>
        <Typography
          variant="body2"
          component="div"
          className={classes.secondary}
        >
          {summary.rest && <div>{summary.rest}</div>}
          {summary.provenAt && (
            <Moment
              at={summary.provenAt}
              words={`Looked at ${ago(summary.provenAt, now)}. `}
            />
          )}
          {!usages.complete && (
            <span>
              These are the first {usages.items.length} of {usages.totalItems}.{' '}
            </span>
          )}
          <span role="status" aria-live="polite">
            {check.progress}
          </span>
        </Typography>
      </div>
      <div className={classes.actions}>
        <CheckButton check={check} />
        <CopyButton text={window.location.href} what="a link to this view" />
      </div>
    </div>
  );
}

function CheckButton({ check }: { check: Check }) {
  const button = (
    <Button
      variant="outlined"
      onClick={check.start}
      disabled={!check.allowed || check.running}
    >
      {check.running ? 'Checking …' : 'Check now'}
    </Button>
  );
  if (check.allowed !== false) return button;
  const why = `Checking at once needs the permission ${checkCreatePermission.name}; the owners of the portal’s permission policy can grant it.`;
  return (
    <Tooltip title={why}>
      {/* A disabled button tells a mouse or a screen reader nothing; what is around it does. */}
      <span>
        {button}
        <Hidden>{why}</Hidden>
      </span>
    </Tooltip>
  );
}
