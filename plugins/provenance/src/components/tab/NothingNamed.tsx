import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { CopyButton } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3) },
    snippet: {
      display: 'flex',
      alignItems: 'flex-start',
      marginTop: theme.spacing(2),
      padding: theme.spacing(1, 2),
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.action.hover,
    },
    code: {
      flex: '1 1 auto',
      margin: 0,
      overflowX: 'auto',
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.875rem',
      lineHeight: 1.6,
    },
    context: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceNothingNamed' },
);

const context = `metadata:
  annotations:
`;

/** Nobody said what this entity runs: says what the tab will show and the two lines that fill it. */
export function NothingNamed(props: { entityName: string }) {
  const classes = useStyles();
  const lines = `    ${ARTIFACTS_ANNOTATION}: |
      - reference: registry.example.com/team/${props.entityName}:1.0.0
`;
  return (
    <Paper className={classes.root}>
      <Typography variant="h6" component="h2">
        Nobody has said yet what this entity runs.
      </Typography>
      <Typography variant="body1">
        Name its images, modules or bundles, and this page shows who signed each
        of them and whether they were allowed to. Two lines in the entity’s
        catalog file are enough:
      </Typography>
      <div className={classes.snippet}>
        <pre
          className={classes.code}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, also by keyboard
          tabIndex={0}
          aria-label="Annotation to add to the catalog file"
        >
          <span className={classes.context}>{context}</span>
          {lines}
        </pre>
        <CopyButton text={context + lines} what="the annotation" />
      </div>
    </Paper>
  );
}
