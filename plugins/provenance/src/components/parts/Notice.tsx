import type { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Tone } from '../../words';
import { ToneIcon } from './StandingIcon';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 1.5),
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(2),
      borderRadius: theme.shape.borderRadius,
      border: `1px solid ${theme.palette.divider}`,
      background: theme.palette.background.paper,
    },
    text: { flex: '1 1 300px', minWidth: 0, overflowWrap: 'anywhere' },
  }),
  { name: 'ProvenanceNotice' },
);

/** A message about the page itself: what happened, whether it matters, and what to do. */
export function Notice(props: {
  title: string;
  children?: ReactNode;
  tone?: Tone;
  action?: ReactNode;
  role?: 'alert' | 'status';
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} role={props.role}>
      {props.tone && <ToneIcon tone={props.tone} />}
      <div className={classes.text}>
        <Typography variant="subtitle2" component="p">
          {props.title}
        </Typography>
        <Typography variant="body2" component="div">
          {props.children}
        </Typography>
      </div>
      {props.action}
    </div>
  );
}
