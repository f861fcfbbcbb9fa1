import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { Link } from '@backstage/core-components';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow, type VersionEntry } from '../../hooks';
import { moment, versionSourceWords } from '../../words';
import { Moment, useWideTableStyles } from '../parts';
import { People } from '../proposals/People';

/** One line a version, newest first. */
export function VersionTable({ items }: { items: VersionEntry[] }) {
  const classes = useWideTableStyles();
  return (
    <div className={classes.scroll}>
      <Table size="small" aria-labelledby="provenance-versions">
        <TableHead>
          <TableRow>
            <TableCell>Version</TableCell>
            <TableCell>Since</TableCell>
            <TableCell>Written by</TableCell>
            <TableCell>Approved by</TableCell>
            <TableCell>Why</TableCell>
            <TableCell>Source</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(entry => (
            <VersionRow key={entry.version.number} entry={entry} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function VersionRow({ entry }: { entry: VersionEntry }) {
  const classes = useWideTableStyles();
  const now = useNow();
  const pathOf = useAcceptancePath();
  const { version, proposal } = entry;
  const { number, seenAt, approvals } = version;
  const approvers = [...new Set(approvals.map(({ by }) => by))];
  return (
    <TableRow>
      <TableCell
        role="rowheader"
        component="th"
        scope="row"
        className={classes.short}
      >
        <Link to={pathOf('history', String(number))}>Version {number}</Link>
      </TableCell>
      <TableCell className={classes.short}>
        <Moment at={seenAt} words={moment(seenAt, now)} />
      </TableCell>
      <TableCell className={classes.cell}>
        {proposal ? <People refs={proposal.authors} /> : '–'}
      </TableCell>
      <TableCell className={classes.cell}>
        {approvers.length > 0 ? <People refs={approvers} /> : 'nobody'}
      </TableCell>
      <TableCell className={classes.cell}>
        {proposal ? (
          <Link to={pathOf('proposals', proposal.id)}>
            {visibleText(proposal.title, 300)}
          </Link>
        ) : (
          '–'
        )}
      </TableCell>
      <TableCell className={classes.cell}>
        {versionSourceWords(version)}
      </TableCell>
    </TableRow>
  );
}
