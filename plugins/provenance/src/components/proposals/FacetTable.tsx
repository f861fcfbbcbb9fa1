import { useId } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ReplayCounts,
  ReplayFacets,
} from '@countersign/backstage-plugin-provenance-common';
import { facetRows } from '../../words';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto', margin: theme.spacing(1, 0, 2) },
    // The portal's theme breaks words in tables anywhere, and numbers are words to it.
    number: { whiteSpace: 'nowrap', wordBreak: 'normal' },
    name: {
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
      minWidth: theme.spacing(15),
    },
  }),
  { name: 'ProvenanceFacets' },
);

const columns: { title: string; count: keyof ReplayCounts }[] = [
  { title: 'usages', count: 'usages' },
  { title: 'stricter', count: 'stricter' },
  { title: 'newly blocked', count: 'newlyDenied' },
  { title: 'more permissive', count: 'morePermissive' },
  { title: 'cannot predict', count: 'unpredictable' },
];

/** More of them a person does not read; those to which most happens stand first. */
const most = 50;

/** Counts by something that usages have in common. */
export function FacetTable(props: { title: string; facets: ReplayFacets }) {
  const classes = useStyles();
  const id = useId();
  const rows = facetRows(props.facets);
  const hidden = rows.length - most;
  return (
    <>
      <Typography variant="subtitle2" component="h4" id={id}>
        {props.title}
      </Typography>
      <div className={classes.scroll}>
        <Table size="small" aria-labelledby={id}>
          <TableHead>
            <TableRow>
              <TableCell>{props.title.replace('By ', '')}</TableCell>
              {columns.map(({ title }) => (
                <TableCell key={title} align="right" className={classes.number}>
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.slice(0, most).map(({ name, counts }, i) => (
              <TableRow key={i}>
                <TableCell
                  role="rowheader"
                  component="th"
                  scope="row"
                  className={classes.name}
                >
                  {name}
                </TableCell>
                {columns.map(({ title, count }) => (
                  <TableCell
                    key={title}
                    align="right"
                    className={classes.number}
                  >
                    {counts[count].toLocaleString('en-GB')}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      {hidden > 0 && (
        <Typography variant="body2" gutterBottom>
          {hidden} more, to which less happens, are in the answer of the API.
        </Typography>
      )}
    </>
  );
}
