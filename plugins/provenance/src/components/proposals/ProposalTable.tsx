import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import {
  visibleText,
  type Page,
  type ProposalItem,
} from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow } from '../../hooks';
import { moment } from '../../words';
import { Moment, ShowMore } from '../parts';
import { StateLabel } from './StateLabel';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto', margin: theme.spacing(1, 0) },
    cell: {
      verticalAlign: 'top',
      // The portal's theme breaks words in tables anywhere.
      wordBreak: 'normal',
      overflowWrap: 'anywhere',
    },
    short: { whiteSpace: 'nowrap', verticalAlign: 'top' },
    secondary: { display: 'block', color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceProposalTable' },
);

/** One line a proposal, and the way to more of them. */
export function ProposalTable(props: {
  page: Page<ProposalItem>;
  onMore(): void;
}) {
  const classes = useStyles();
  const { items, pageInfo, totalItems } = props.page;
  return (
    <>
      <div className={classes.scroll}>
        <Table size="small" aria-labelledby="provenance-proposals">
          <TableHead>
            <TableRow>
              <TableCell>Proposal</TableCell>
              <TableCell>State</TableCell>
              <TableCell>Changes</TableCell>
              <TableCell>Last changed</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {items.map(proposal => (
              <ProposalRow key={proposal.id} proposal={proposal} />
            ))}
          </TableBody>
        </Table>
      </div>
      {pageInfo.nextCursor !== undefined && (
        <ShowMore hidden={totalItems - items.length} onMore={props.onMore} />
      )}
    </>
  );
}

function ProposalRow({ proposal }: { proposal: ProposalItem }) {
  const classes = useStyles();
  const now = useNow();
  const pathOf = useAcceptancePath();
  const { id, title, reason, state, base, mergedAs, updatedAt } = proposal;
  return (
    <TableRow>
      <TableCell
        role="rowheader"
        component="th"
        scope="row"
        className={classes.cell}
      >
        <Link to={pathOf('proposals', id)}>{visibleText(title, 300)}</Link>
        <span className={classes.secondary}>
          {visibleText(reason.replace(/\s+/g, ' '), 200)}
        </span>
      </TableCell>
      <TableCell className={classes.short}>
        <StateLabel state={state} />
      </TableCell>
      <TableCell className={classes.cell}>
        version {base}
        {mergedAs !== undefined && `; became version ${mergedAs}`}
      </TableCell>
      <TableCell className={classes.short}>
        <Moment at={updatedAt} words={moment(updatedAt, now)} />
      </TableCell>
    </TableRow>
  );
}
