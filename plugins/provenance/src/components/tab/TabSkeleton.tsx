import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { Hidden } from '../parts';

const useStyles = makeStyles(
  theme => ({
    bar: { padding: theme.spacing(2), marginBottom: theme.spacing(2) },
    row: { padding: theme.spacing(1.5, 2) },
  }),
  { name: 'ProvenanceTabSkeleton' },
);

/** The shape of the tab before it knows anything, so that nothing jumps when it does. */
export function TabSkeleton() {
  const classes = useStyles();
  return (
    <div role="status" aria-busy="true">
      <Hidden>Loading who signed what</Hidden>
      <Paper className={classes.bar}>
        <Skeleton width="45%" height={32} />
        <Skeleton width="20%" />
      </Paper>
      <Skeleton width={90} height={32} />
      <Paper>
        {[0, 1, 2].map(row => (
          <div key={row} className={classes.row}>
            <Skeleton width="80%" height={28} />
            <Skeleton width="50%" />
          </div>
        ))}
      </Paper>
    </div>
  );
}
