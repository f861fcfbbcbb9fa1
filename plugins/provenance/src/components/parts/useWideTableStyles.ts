import { makeStyles } from '@material-ui/core/styles';

/** Of a table of long texts, which scrolls by itself where the window is narrow. */
export const useWideTableStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto', margin: theme.spacing(1, 0) },
    cell: {
      verticalAlign: 'top',
      // The portal's theme breaks words in tables anywhere.
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
      // Else a column gets as narrow as a letter, before the table scrolls.
      minWidth: theme.spacing(15),
    },
    short: { whiteSpace: 'nowrap', verticalAlign: 'top' },
    secondary: { display: 'block', color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceWideTable' },
);
