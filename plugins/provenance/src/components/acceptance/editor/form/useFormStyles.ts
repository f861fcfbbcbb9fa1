import { makeStyles } from '@material-ui/core/styles';

export const useFormStyles = makeStyles(
  theme => ({
    group: {
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      margin: theme.spacing(2, 0),
      padding: theme.spacing(1, 2, 2),
      minWidth: 0,
      '& > legend': { padding: theme.spacing(0, 1), fontWeight: 700 },
    },
    row: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1, 2),
      margin: theme.spacing(1.5, 0),
    },
    field: { flex: '1 1 220px', minWidth: 0 },
    short: { flex: '0 1 180px', minWidth: 0 },
    mono: {
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.875rem',
    },
    hint: { color: theme.palette.text.secondary },
    words: { overflowWrap: 'anywhere' },
    finding: { display: 'block', overflowWrap: 'anywhere' },
    target: { '&:focus': { outline: '2px solid currentColor' } },
  }),
  { name: 'ProvenanceEditorForm' },
);
