import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type CoverageGroup,
} from '@countersign/backstage-plugin-provenance-common';
import { useDiscoveryFilters } from '../../hooks';
import { share } from '../../words';
import { Hidden } from '../parts';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto', margin: theme.spacing(1, 0) },
    table: { maxWidth: 640 },
    // The portal's theme breaks words in tables anywhere, and numbers are words to it.
    number: { whiteSpace: 'nowrap', wordBreak: 'normal' },
  }),
  { name: 'ProvenanceCoverageTable' },
);

/** One line a kind and type; what is missing narrows the list below to it. */
export function CoverageTable({ coverage }: { coverage: CoverageGroup[] }) {
  const classes = useStyles();
  return (
    <div className={classes.scroll}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell>Entities</TableCell>
            <TableCell align="right" className={classes.number}>
              all
            </TableCell>
            <TableCell align="right" className={classes.number}>
              known
            </TableCell>
            <TableCell align="right" className={classes.number}>
              share
            </TableCell>
            <TableCell align="right" className={classes.number}>
              nothing known
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {coverage.map(group => (
            <GroupRow key={nameOf(group)} group={group} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function GroupRow({ group }: { group: CoverageGroup }) {
  const classes = useStyles();
  const { filters, narrow } = useDiscoveryFilters();
  const { kind, type, entities, withUsages } = group;
  const isChosen = filters.kind?.[0] === kind && filters.type?.[0] === type;
  const change = isChosen ? { kind: '', type: '' } : { kind, type: type ?? '' };
  const rest = entities - withUsages;
  return (
    <TableRow selected={isChosen}>
      <TableCell component="th" scope="row">
        {nameOf(group)}
      </TableCell>
      <TableCell align="right" className={classes.number}>
        {entities.toLocaleString('en-GB')}
      </TableCell>
      <TableCell align="right" className={classes.number}>
        {withUsages.toLocaleString('en-GB')}
      </TableCell>
      <TableCell align="right" className={classes.number}>
        {share(withUsages, entities)}
      </TableCell>
      <TableCell align="right" className={classes.number}>
        {rest === 0 ? (
          0
        ) : (
          <Button
            size="small"
            variant="outlined"
            aria-pressed={isChosen}
            onClick={() => narrow(change)}
          >
            {rest.toLocaleString('en-GB')}
            <Hidden> of {nameOf(group)}: show only these</Hidden>
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

/** `component: service` */
function nameOf({ kind, type }: CoverageGroup): string {
  return visibleText(type === undefined ? kind : `${kind}: ${type}`, 120);
}
