import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { groupByPlace, type EnvironmentGroup } from '../../words';
import { PlaceRows } from './PlaceRows';

const useStyles = makeStyles(
  theme => ({
    root: { marginBottom: theme.spacing(3) },
    heading: {
      display: 'flex',
      alignItems: 'baseline',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 1.5),
      marginBottom: theme.spacing(0.5),
      overflowWrap: 'anywhere',
    },
    secondary: { color: theme.palette.text.secondary },
    list: { margin: 0, padding: 0, overflow: 'hidden' },
    more: { margin: theme.spacing(1, 2) },
  }),
  { name: 'ProvenanceEnvironment' },
);

/** Rows drawn at once: five hundred of them keep a browser busy for longer than a person waits. */
const windowSize = 50;

/** The usages of one environment, a window of them at a time. */
export function EnvironmentSection(props: {
  group: EnvironmentGroup;
  openId: string | undefined;
  onToggle(id: string): void;
}) {
  const { group, openId } = props;
  const classes = useStyles();
  const headingId = useId();
  const [windows, setWindows] = useState(1);
  // A link may point at a row beyond the window.
  const linked = group.usages.findIndex(usage => usage.id === openId) + 1;
  const shown = group.usages.slice(0, Math.max(windows * windowSize, linked));
  const hidden = group.usages.length - shown.length;
  return (
    <section className={classes.root} aria-labelledby={headingId}>
      <div className={classes.heading}>
        <Typography variant="h6" component="h3" id={headingId}>
          {group.environment === undefined
            ? 'No environment declared'
            : visibleText(group.environment, 120)}
        </Typography>
        <Typography variant="body2" className={classes.secondary}>
          {group.usages.length}{' '}
          {group.usages.length === 1 ? 'artifact' : 'artifacts'}
          {group.environment === undefined &&
            ', judged by the rules of every environment'}
        </Typography>
      </div>
      <Paper component="ul" className={classes.list}>
        {groupByPlace(shown).map(place => (
          <PlaceRows
            key={place.id}
            place={place}
            openId={openId}
            onToggle={props.onToggle}
          />
        ))}
      </Paper>
      {hidden > 0 && (
        <Button
          className={classes.more}
          onClick={() => setWindows(windows + 1)}
        >
          Show more ({hidden} not shown)
        </Button>
      )}
    </section>
  );
}
