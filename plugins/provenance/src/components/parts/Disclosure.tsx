import { useState, type ReactNode } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import ChevronIcon from '@material-ui/icons/ChevronRight';

const useStyles = makeStyles(
  theme => ({
    button: {
      justifyContent: 'flex-start',
      textAlign: 'left',
      padding: theme.spacing(0.5, 0),
      font: 'inherit',
      color: 'inherit',
      overflowWrap: 'anywhere',
      '&:focus-visible': { outline: '2px solid currentColor' },
    },
    chevron: { flex: 'none', fontSize: 20, marginRight: theme.spacing(0.5) },
    open: { transform: 'rotate(90deg)' },
    content: { paddingLeft: theme.spacing(3) },
  }),
  { name: 'ProvenanceDisclosure' },
);

/** Something that stays closed until a person asks for it; closed content is not drawn at all. */
export function Disclosure(props: { title: ReactNode; children: ReactNode }) {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <ButtonBase
        className={classes.button}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        disableRipple
      >
        <ChevronIcon
          aria-hidden
          className={`${classes.chevron} ${open ? classes.open : ''}`}
        />
        <span>{props.title}</span>
      </ButtonBase>
      {open && <div className={classes.content}>{props.children}</div>}
    </div>
  );
}
