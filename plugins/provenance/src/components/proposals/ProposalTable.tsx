import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { Link } from '@backstage/core-components';
import {
  visibleText,
  type Page,
  type ProposalItem,
} from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow } from '../../hooks';
import { moment } from '../../words';
import { Moment, ShowMore, useWideTableStyles } from '../parts';
import { StateLabel } from './StateLabel';

/** One line a proposal, and the way to more of them. */
export function ProposalTable(props: {
  page: Page<ProposalItem>;
  onMore(): void;
}) {
  const classes = useWideTableStyles();
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
  const classes = useWideTableStyles();
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
