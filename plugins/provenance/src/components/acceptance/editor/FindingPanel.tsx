import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  blocksReview,
  lintWords,
  visibleText,
  type LintAnswer,
  type LintFinding,
  type LocatedFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { counted, findingCounts } from '../../../words';
import { FindingIcon } from '../../parts';
import { answerOf } from './state/answers';
import type { View } from './state/draft';
import { mayBeAnswered } from './state/findings';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      padding: theme.spacing(1, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      '& > svg': { fontSize: 20, flex: 'none' },
    },
    text: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  }),
  { name: 'ProvenanceFindingPanel' },
);

/** So many are drawn; whoever has more corrects these first. */
const mostShown = 100;

/** What the linter has against what is written now, each with the way to it; a warning is answered here. */
export function FindingPanel(props: {
  findings: LocatedFinding[];
  answers: LintAnswer[];
  view: View;
  onGo(finding: LocatedFinding): void;
  onAnswer(finding: LintFinding, because: string): void;
}) {
  const classes = useStyles();
  const { findings } = props;
  const shown = findings.slice(0, mostShown);
  return (
    <Paper
      className={classes.root}
      component="section"
      aria-labelledby="provenance-findings-title"
    >
      <Typography variant="h6" component="h3" id="provenance-findings-title">
        What the linter says
      </Typography>
      <Typography
        variant="body2"
        role="status"
        id="provenance-draft-findings"
        gutterBottom
      >
        {summaryOf(findings)}
      </Typography>
      <ul className={classes.list} aria-label="Findings of the linter">
        {shown.map((finding, i) => (
          <Finding
            key={`${finding.code} ${finding.path} ${i}`}
            {...props}
            finding={finding}
          />
        ))}
      </ul>
      {findings.length > shown.length && (
        <Typography variant="body2">
          and {counted(findings.length - shown.length, 'more', 'more')}
        </Typography>
      )}
    </Paper>
  );
}

function summaryOf(findings: LocatedFinding[]): string {
  const counts = findingCounts(findings);
  if (counts === undefined) return 'It has nothing against this.';
  const blocking = findings.filter(blocksReview).length;
  return blocking === 0
    ? `It has ${counts}, and nothing that keeps this out of review.`
    : `It has ${counts}. An error keeps the proposal out of review, and so does a warning until you say why it is right.`;
}

function Finding(props: {
  finding: LocatedFinding;
  answers: LintAnswer[];
  view: View;
  onGo(finding: LocatedFinding): void;
  onAnswer(finding: LintFinding, because: string): void;
}) {
  const classes = useStyles();
  const { finding, view } = props;
  const { severity, code, line, path, sentence, fix, isInForce } = finding;
  const isError = severity === 'error';
  const label =
    lintWords[code].severity === 'error'
      ? 'Why it may stay'
      : 'Why it is right';
  const where = view === 'yaml' ? `line ${line}` : 'the field';
  return (
    <li className={classes.item}>
      <FindingIcon alarm={isError} />
      <Typography variant="body2" component="div" className={classes.text}>
        <strong>{isError ? 'Error' : 'Warning'}</strong>
        {view === 'yaml' ? `, line ${line}: ` : ': '}
        {sentence} {fix} (<code>{code}</code>
        {path !== '' && (
          <>
            {' at '}
            <code>{visibleText(path, 200)}</code>
          </>
        )}
        )
        {isInForce && (
          <div>It is in force like this; nobody has to say why again.</div>
        )}
        {mayBeAnswered(finding) && !isInForce && (
          <TextField
            label={label}
            fullWidth
            size="small"
            margin="dense"
            variant="outlined"
            value={answerOf(props.answers, finding) ?? ''}
            onChange={event => props.onAnswer(finding, event.target.value)}
            inputProps={{
              'aria-label': `${label}: ${sentence}`,
              maxLength: 1_000,
            }}
            InputLabelProps={{ shrink: true }}
          />
        )}
      </Typography>
      <Button
        size="small"
        aria-label={`Go to ${where}: ${sentence}`}
        onClick={() => props.onGo(finding)}
      >
        Go to {where}
      </Button>
    </li>
  );
}
