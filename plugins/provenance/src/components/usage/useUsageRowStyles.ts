import { makeStyles, type Theme } from '@material-ui/core/styles';
import { toneColor } from '../parts';
import type { Tone } from '../../words';

/** Columns of the same width in every row, so that the eye can run down a column without a table. */
const columns =
  '24px minmax(160px, 3fr) minmax(110px, 1.6fr) minmax(150px, 1.3fr) minmax(190px, 2fr)';

const edge = (theme: Theme, tone: Tone) => ({
  borderLeftColor: toneColor(theme, tone),
});

export const useUsageRowStyles = makeStyles(
  theme => ({
    row: {
      listStyle: 'none',
      borderLeft: '4px solid transparent',
      '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    },
    red: edge(theme, 'red'),
    amber: edge(theme, 'amber'),
    green: edge(theme, 'green'),
    grey: edge(theme, 'grey'),
    line: {
      display: 'grid',
      gridTemplateColumns: columns,
      gap: theme.spacing(0.5, 2),
      alignItems: 'start',
      padding: theme.spacing(1.5, 2),
      cursor: 'pointer',
      '&:hover': { background: theme.palette.action.hover },
    },
    heading: { margin: 0, fontSize: '1rem', lineHeight: 1.5 },
    name: { minWidth: 0, overflowWrap: 'anywhere' },
    button: {
      font: 'inherit',
      fontWeight: 700,
      color: 'inherit',
      textAlign: 'left',
      overflowWrap: 'anywhere',
      borderRadius: 2,
      '&:focus-visible': {
        outline: '2px solid currentColor',
        outlineOffset: 2,
      },
    },
    chevron: { fontSize: 20, flex: 'none' },
    turned: { transform: 'rotate(90deg)' },
    secondary: {
      color: theme.palette.text.secondary,
      fontSize: '0.8125rem',
      overflowWrap: 'anywhere',
    },
    where: { minWidth: 0, overflowWrap: 'anywhere' },
    version: { minWidth: 0, overflowWrap: 'anywhere' },
    status: { minWidth: 0, overflowWrap: 'anywhere' },
    finding: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      '& svg': { fontSize: 18 },
    },
    note: {
      gridColumn: '2 / -1',
      display: 'flex',
      alignItems: 'flex-start',
      gap: 4,
      minWidth: 0,
      fontSize: '0.875rem',
      overflowWrap: 'anywhere',
      '& svg': { fontSize: 18 },
      '& code': {
        fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
        fontSize: '0.95em',
      },
    },
    [theme.breakpoints.down('sm')]: {
      line: {
        gridTemplateColumns: '24px minmax(0, 1fr) minmax(0, 1fr)',
        gridTemplateAreas: '"icon name status" "icon version where"',
      },
      name: { gridArea: 'name' },
      where: { gridArea: 'where' },
      version: { gridArea: 'version' },
      status: { gridArea: 'status' },
    },
  }),
  { name: 'ProvenanceUsageRow' },
);
