import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useId, type ReactNode } from 'react';
import type { LintFinding } from '@countersign/backstage-plugin-provenance-common';
import { MonoText, SafeLink } from '../parts';
import { LintFindings } from './LintFindings';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(1.5, 0),
      overflowWrap: 'anywhere',
      '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceEntries' },
);

/** A part of the list beside its rules. */
export function EntrySection(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  const id = useId();
  return (
    <Paper className={classes.root} component="section" aria-labelledby={id}>
      <Typography variant="h6" component="h3" id={id}>
        {props.title}
      </Typography>
      {props.children}
    </Paper>
  );
}

export function EntryList(props: { label: string; children: ReactNode }) {
  return (
    <ul className={useStyles().list} aria-label={props.label}>
      {props.children}
    </ul>
  );
}

/** One entry: what it says, why, and what is compared. */
export function Entry(props: {
  sentence: string;
  because?: string;
  exact: string;
  notes: string[];
  runbook?: string;
  findings?: LintFinding[];
}) {
  const classes = useStyles();
  const { findings = [], notes, runbook } = props;
  return (
    <Typography variant="body2" component="li" className={classes.item}>
      <Typography variant="body1" component="p">
        {props.sentence}
      </Typography>
      {props.because !== undefined && <div>{props.because}</div>}
      {notes.length > 0 && (
        <div className={classes.secondary}>{notes.join(' ')}</div>
      )}
      {runbook !== undefined && (
        <div>
          Runbook: <SafeLink address={runbook} />
        </div>
      )}
      <MonoText text={props.exact} what="what is compared" longest={20_000} />
      {findings.length > 0 && <LintFindings findings={findings} />}
    </Typography>
  );
}
