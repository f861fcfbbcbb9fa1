import { makeStyles } from '@material-ui/core/styles';

export const useRuleTableStyles = makeStyles(
  theme => ({
    table: { tableLayout: 'fixed', width: '100%' },
    cell: {
      verticalAlign: 'top',
      lineHeight: 1.5,
      // The portal's theme breaks words in tables anywhere.
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
    },
    name: { width: '26%' },
    who: { width: '30%' },
    what: { width: '24%' },
    where: { width: '20%' },
    opened: { '& > $cell': { borderBottom: 'none' } },
    button: {
      font: 'inherit',
      fontWeight: 700,
      color: 'inherit',
      textAlign: 'left',
      alignItems: 'flex-start',
      overflowWrap: 'anywhere',
      borderRadius: 2,
      '&:focus-visible': {
        outline: '2px solid currentColor',
        outlineOffset: 2,
      },
    },
    chevron: { fontSize: 20, flex: 'none' },
    turned: { transform: 'rotate(90deg)' },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      '& > li + li': { marginTop: theme.spacing(0.5) },
    },
    secondary: {
      display: 'block',
      color: theme.palette.text.secondary,
      fontSize: '0.8125rem',
    },
    finding: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      '& svg': { fontSize: 18 },
    },
    label: { display: 'none' },
    detail: { padding: theme.spacing(1, 2, 3) },
    // A table of four columns does not fit beside the navigation: a rule becomes a block, and the roles keep it a table.
    [theme.breakpoints.down('sm')]: {
      table: { display: 'block', '& tbody': { display: 'block' } },
      head: {
        position: 'absolute',
        width: 1,
        height: 1,
        overflow: 'hidden',
        clip: 'rect(0 0 0 0)',
      },
      row: {
        display: 'block',
        padding: theme.spacing(1),
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
      opened: { borderBottom: 'none' },
      cell: {
        display: 'block',
        width: 'auto',
        padding: theme.spacing(0.5, 0),
        border: 'none',
      },
      label: {
        display: 'block',
        color: theme.palette.text.secondary,
        fontSize: '0.75rem',
      },
      detail: { padding: theme.spacing(1, 0, 2) },
    },
  }),
  { name: 'ProvenanceRuleTable' },
);
