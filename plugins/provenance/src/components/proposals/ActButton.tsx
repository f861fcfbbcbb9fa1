import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ActWords } from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 1.5),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'ProvenanceAct' },
);

/**
 * Something that can be done with a proposal in its state, with the reason beside it where this person may not.
 *
 * @param props - `isFinal`: it cannot be taken back, so that a second press has to say it again
 */
export function ActButton(props: {
  label: string;
  words: ActWords | undefined;
  isFinal?: boolean;
  isPrimary?: boolean;
  onAct(): void;
}) {
  const { words, label, isFinal, isPrimary, onAct } = props;
  const classes = useStyles();
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  if (!words) return null;
  const { reasons } = words;
  const isOpen = isAsking && reasons.length === 0;
  const press = () => {
    setAsking(Boolean(isFinal) && !isOpen);
    if (!isFinal || isOpen) onAct();
  };
  return (
    <div className={classes.root}>
      <Button
        variant={isPrimary ? 'contained' : 'outlined'}
        color={isPrimary ? 'primary' : 'default'}
        size="small"
        disabled={reasons.length > 0}
        aria-describedby={reasons.length > 0 || isOpen ? id : undefined}
        onClick={press}
      >
        {isOpen ? `${label}: yes` : label}
      </Button>
      {isOpen && (
        <Button size="small" onClick={() => setAsking(false)}>
          No, leave it
        </Button>
      )}
      <Typography
        variant="body2"
        component="span"
        color="textSecondary"
        id={id}
        role={isFinal ? 'status' : undefined}
      >
        {isOpen
          ? 'It cannot be taken back. Press again to do it.'
          : reasons.join(' ')}
      </Typography>
    </div>
  );
}
