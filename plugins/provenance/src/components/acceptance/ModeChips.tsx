import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import EnforceIcon from '@material-ui/icons/Gavel';
import OffIcon from '@material-ui/icons/NotInterested';
import ObserveIcon from '@material-ui/icons/VisibilityOutlined';
import {
  visibleText,
  type Mode,
  type ModeInWords,
} from '@countersign/backstage-plugin-provenance-common';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    chip: {
      height: 'auto',
      minHeight: 24,
      maxWidth: '100%',
      margin: 0,
      color: theme.palette.text.primary,
      '& svg': { color: 'inherit' },
    },
    label: {
      padding: theme.spacing(0.25, 1),
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
    },
    enforce: { borderColor: theme.palette.text.primary, borderWidth: 2 },
    observe: { borderColor: theme.palette.text.secondary },
    off: {
      borderColor: theme.palette.text.secondary,
      borderStyle: 'dashed',
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'ProvenanceModes' },
);

const icons: Record<Mode, typeof EnforceIcon> = {
  enforce: EnforceIcon,
  observe: ObserveIcon,
  off: OffIcon,
};

/** What a rule does where. The words say it; shape and border say it again, and no colour of a verdict is spent on it. */
export function ModeChips({ modes }: { modes: ModeInWords[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list}>
      {modes.map(({ environment, where, mode, words }) => {
        const Icon = icons[mode];
        const place =
          environment === undefined ? where : visibleText(environment, 80);
        return (
          <li key={environment ?? ''}>
            <Chip
              size="small"
              variant="outlined"
              icon={<Icon aria-hidden />}
              label={`${place}: ${words}`}
              classes={{
                root: `${classes.chip} ${classes[mode]}`,
                label: classes.label,
              }}
            />
          </li>
        );
      })}
    </ul>
  );
}
