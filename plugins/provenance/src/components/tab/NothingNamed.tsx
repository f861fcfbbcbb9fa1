import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { Snippet } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3) },
  }),
  { name: 'ProvenanceNothingNamed' },
);

/** Nobody said what this entity runs: says what the tab will show and the two lines that fill it. */
export function NothingNamed(props: { entityName: string }) {
  const classes = useStyles();
  const lines = `metadata:
  annotations:
    ${ARTIFACTS_ANNOTATION}: |
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
      <Snippet text={lines} what="the annotation" file="catalog-info.yaml" />
    </Paper>
  );
}
