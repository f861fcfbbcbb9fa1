import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useRuleFilters } from '../../hooks';
import {
  counted,
  findingCounts,
  narrowedRules,
  type RuleEntry,
} from '../../words';
import { RuleFilterBar } from './RuleFilterBar';
import { RuleTable } from './RuleTable';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    more: { marginTop: theme.spacing(1) },
  }),
  { name: 'ProvenanceRules' },
);

/** Rules drawn at once: five hundred of them keep a browser busy for longer than a person waits. */
const windowSize = 50;

/** The rules, what narrows them, and a window of them at a time. */
export function RuleSection({ rules }: { rules: RuleEntry[] }) {
  const classes = useStyles();
  const { filters, open } = useRuleFilters();
  const [windows, setWindows] = useState(1);
  const narrowed = narrowedRules(rules, filters);
  // A link may point at a rule beyond the window.
  const linked = narrowed.findIndex(({ rule }) => rule.name === open) + 1;
  const shown = narrowed.slice(0, Math.max(windows * windowSize, linked));
  const hidden = narrowed.length - shown.length;
  return (
    <Paper
      className={classes.root}
      component="section"
      aria-labelledby="provenance-rules"
    >
      <Typography variant="h6" component="h3" id="provenance-rules">
        Rules
      </Typography>
      <Typography variant="body2" color="textSecondary">
        Every rule that speaks of an artifact has to be met; what none speaks
        of, nobody may sign. <FindingSummary rules={rules} />
      </Typography>
      <RuleFilterBar rules={rules} />
      <Typography variant="body2" role="status" gutterBottom>
        {narrowed.length === rules.length
          ? counted(rules.length, 'rule')
          : `${narrowed.length} of ${counted(rules.length, 'rule')}`}
      </Typography>
      {shown.length > 0 && <RuleTable rules={shown} />}
      {hidden > 0 && (
        <Button
          className={classes.more}
          onClick={() => setWindows(windows + 1)}
        >
          Show more ({hidden} not shown)
        </Button>
      )}
    </Paper>
  );
}

function FindingSummary({ rules }: { rules: RuleEntry[] }) {
  const counts = findingCounts(rules.flatMap(({ findings }) => findings));
  return (
    <>
      {counts === undefined
        ? 'The linter has nothing against them.'
        : `The linter has ${counts} about them; each stands in its rule.`}
    </>
  );
}
