import { useId } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { placeWords, type Place } from '../../words';
import { UsageRow } from '../usage';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      background: theme.palette.action.hover,
      '& + li, li + &': { borderTop: `1px solid ${theme.palette.divider}` },
    },
    heading: { padding: theme.spacing(1, 2) },
    // Set in, so that one sees where the place ends.
    list: {
      margin: theme.spacing(0, 0, 1, 2),
      padding: 0,
      background: theme.palette.background.paper,
    },
  }),
  { name: 'ProvenancePlace' },
);

/** What one place runs: a row, or several under a line that says that they belong together. */
export function PlaceRows(props: {
  place: Place;
  openId: string | undefined;
  onToggle(id: string): void;
}) {
  const { place, openId, onToggle } = props;
  const classes = useStyles();
  const headingId = useId();
  const words = placeWords(place);
  const rows = place.usages.map(usage => (
    <UsageRow
      key={usage.id}
      usage={usage}
      open={usage.id === openId}
      onToggle={onToggle}
    />
  ));
  if (words === undefined) return <>{rows}</>;
  return (
    <li className={classes.root}>
      <Typography variant="body2" id={headingId} className={classes.heading}>
        {words}.
      </Typography>
      <ul className={classes.list} aria-labelledby={headingId}>
        {rows}
      </ul>
    </li>
  );
}
