import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  lintWords,
  visibleText,
  type LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { FindingIcon } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      gap: theme.spacing(1),
      padding: theme.spacing(0.5, 0),
      '& svg': { fontSize: 20, flex: 'none' },
    },
    text: { minWidth: 0, overflowWrap: 'anywhere' },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceLintFindings' },
);

/** What somebody would regret: how bad it is, what is wrong, what to do, and where it stands. */
export function LintFindings({ findings }: { findings: LintFinding[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label="Findings of the linter">
      {findings.map(finding => (
        <li key={`${finding.code} ${finding.path}`} className={classes.item}>
          <FindingIcon alarm={finding.severity === 'error'} />
          <Typography variant="body2" component="div" className={classes.text}>
            <strong>
              {finding.severity === 'error' ? 'Error' : 'Warning'}:
            </strong>{' '}
            {finding.sentence} {finding.fix}{' '}
            <span className={classes.secondary}>
              <code>{finding.code}</code> at{' '}
              <code>{visibleText(finding.path, 200)}</code>
            </span>
            {finding.isInForce && (
              <div>The version in force has it as well.</div>
            )}
            {finding.because !== undefined && (
              <div>
                {lintWords[finding.code].severity === 'error' && 'A waiver. '}
                Its authors say: {visibleText(finding.because, 1_000)}
              </div>
            )}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
