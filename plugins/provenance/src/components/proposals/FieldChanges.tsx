import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { FieldWords, Said } from '../../words';
import { Hidden } from '../parts';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    cell: {
      verticalAlign: 'top',
      // The portal's theme breaks words in tables anywhere.
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
    },
    name: { width: '20%' },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    exact: {
      display: 'block',
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.85em',
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'ProvenanceFieldChanges' },
);

/** Field by field what was and what will be; of a list what went and what came. */
export function FieldChanges(props: { fields: FieldWords[]; of: string }) {
  const classes = useStyles();
  return (
    <div className={classes.scroll}>
      <Table size="small" aria-label={`What changes in ${props.of}`}>
        <TableHead>
          <TableRow>
            <TableCell className={classes.name}>Field</TableCell>
            <TableCell>Was</TableCell>
            <TableCell>Will be</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.fields.map(({ label, was, will }) => (
            <TableRow key={label}>
              <TableCell
                role="rowheader"
                component="th"
                scope="row"
                className={`${classes.cell} ${classes.name}`}
              >
                {label}
              </TableCell>
              <TableCell className={classes.cell}>
                <Side all={was} none="nothing goes" />
              </TableCell>
              <TableCell className={classes.cell}>
                <Side all={will} none="nothing comes" />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Side({ all, none }: { all: Said[]; none: string }) {
  const classes = useStyles();
  if (all.length === 0)
    return (
      <>
        <span aria-hidden>–</span>
        <Hidden>{none}</Hidden>
      </>
    );
  return (
    <ul className={classes.list}>
      {all.map(({ words, exact }, i) => (
        <li key={i}>
          {words}
          {exact !== undefined && (
            <span className={classes.exact}>{exact}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
