import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { standingLabel, standingOf, standings } from '../../words';
import { StandingIcon } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(0.5, 0),
    },
    count: { minWidth: 28, textAlign: 'right', fontWeight: 700 },
  }),
  { name: 'ProvenanceStatusCounts' },
);

/** How many usages stand how, worst first; what there is none of is not mentioned. */
export function StatusCounts(props: { usages: UsageSummary[] }) {
  const classes = useStyles();
  const counts = standings
    .map(standing => ({
      standing,
      count: props.usages.filter(usage => standingOf(usage) === standing)
        .length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <Typography component="ul" variant="body1" className={classes.list}>
      {counts.map(({ standing, count }) => (
        <li key={standing} className={classes.item}>
          <StandingIcon standing={standing} />
          <span className={classes.count}>{count}</span>{' '}
          <span>{standingLabel(standing)}</span>
        </li>
      ))}
    </Typography>
  );
}
