import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { Hidden } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
  }),
  { name: 'ProvenanceSectionSkeleton' },
);

/** A section of the page before it knows anything. */
export function SectionSkeleton(props: { what: string }) {
  const classes = useStyles();
  return (
    <Paper className={classes.root} role="status" aria-busy="true">
      <Hidden>Loading {props.what}</Hidden>
      <Skeleton width="40%" height={32} />
      <Skeleton width="80%" />
      <Skeleton width="65%" />
    </Paper>
  );
}
