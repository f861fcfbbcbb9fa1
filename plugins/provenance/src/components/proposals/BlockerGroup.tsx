import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type ReplayBlocker,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow, useWindow } from '../../hooks';
import { moment } from '../../words';
import { Owner } from '../acceptance/Owner';
import { Moment, Prose, ShowMore } from '../parts';

const useStyles = makeStyles(
  theme => ({
    group: {
      border: 'none',
      margin: theme.spacing(1, 0),
      padding: 0,
      minWidth: 0,
      '& legend': { padding: 0, fontWeight: 700 },
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    text: { overflowWrap: 'anywhere' },
  }),
  { name: 'ProvenanceBlockerGroup' },
);

/** What has to be acknowledged for one reason: what is open to be ticked, what is not with whoever has seen it. */
export function BlockerGroup(props: {
  title: string;
  all: ReplayBlocker[];
  ticked: string[];
  isCurrent: boolean;
  toggle(keys: string[], isOn: boolean): void;
}) {
  const classes = useStyles();
  const { title, all, ticked, toggle, isCurrent } = props;
  // Nobody ticks what they were not shown.
  const { shown, hidden, more } = useWindow(all);
  const open = shown.filter(one => !one.acknowledged).map(({ key }) => key);
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {open.length > 1 && isCurrent && (
        <Tick
          label={`All ${open.length} that stand here`}
          isOn={open.every(key => ticked.includes(key))}
          onChange={isOn => toggle(open, isOn)}
        />
      )}
      <ul className={classes.list}>
        {shown.map(blocker => (
          <li key={blocker.key} className={classes.text}>
            {blocker.acknowledged || !isCurrent ? (
              <Acknowledged blocker={blocker} />
            ) : (
              <Tick
                label={visibleText(blocker.text, 2_000)}
                isOn={ticked.includes(blocker.key)}
                onChange={isOn => toggle([blocker.key], isOn)}
              />
            )}
          </li>
        ))}
      </ul>
      <ShowMore hidden={hidden} onMore={more} />
    </fieldset>
  );
}

function Tick(props: {
  label: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}) {
  return (
    <FormControlLabel
      label={props.label}
      control={
        <Checkbox
          size="small"
          color="primary"
          checked={props.isOn}
          onChange={(_, isOn) => props.onChange(isOn)}
        />
      }
    />
  );
}

function Acknowledged({ blocker }: { blocker: ReplayBlocker }) {
  const now = useNow();
  const { acknowledged } = blocker;
  return (
    <Typography variant="body2" component="div">
      {visibleText(blocker.text, 2_000)}
      {acknowledged && (
        <>
          <div>
            Acknowledged by <Owner entityRef={acknowledged.by} />,{' '}
            <Moment at={acknowledged.at} words={moment(acknowledged.at, now)} />
            :
          </div>
          <Prose text={acknowledged.text} />
        </>
      )}
    </Typography>
  );
}
