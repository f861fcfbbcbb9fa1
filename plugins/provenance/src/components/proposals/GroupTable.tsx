import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type ReplayGroup,
} from '@countersign/backstage-plugin-provenance-common';
import { useWindow } from '../../hooks';
import { causeWords, counted, directionWords, sideWords } from '../../words';
import { ShowMore, useWideTableStyles } from '../parts';

/** What happens to whom, a line for all to which the same happens for the same reasons. */
export function GroupTable({ groups }: { groups: ReplayGroup[] }) {
  const classes = useWideTableStyles();
  const { shown, hidden, more } = useWindow(groups);
  return (
    <>
      <Typography
        variant="subtitle2"
        component="h4"
        id="provenance-replay-groups"
      >
        What changes
      </Typography>
      <div className={classes.scroll}>
        <Table size="small" aria-labelledby="provenance-replay-groups">
          <TableHead>
            <TableRow>
              <TableCell>Usages</TableCell>
              <TableCell>Direction</TableCell>
              <TableCell>In force</TableCell>
              <TableCell>With this proposal</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map(group => (
              <GroupRow key={group.key} group={group} />
            ))}
          </TableBody>
        </Table>
      </div>
      <ShowMore hidden={hidden} onMore={more} />
    </>
  );
}

function GroupRow({ group }: { group: ReplayGroup }) {
  const classes = useWideTableStyles();
  const { environment, usages, ended, examples, unpredictable } = group;
  const where =
    environment === undefined
      ? 'where no declared environment is named'
      : `in ${visibleText(environment, 100)}`;
  return (
    <TableRow>
      <TableCell
        role="rowheader"
        component="th"
        scope="row"
        className={classes.cell}
      >
        {counted(usages, 'usage')} {where}
        {ended > 0 && ` (${ended} of them no more)`}
        {examples.map(({ id, entityRef, reference }) => (
          <span key={id} className={classes.secondary}>
            {visibleText(entityRef, 200)}: {visibleText(reference, 300)}
          </span>
        ))}
      </TableCell>
      <TableCell className={classes.cell}>{directionWords(group)}</TableCell>
      <TableCell className={classes.cell}>{sideWords(group.before)}</TableCell>
      <TableCell className={classes.cell}>
        {unpredictable === undefined
          ? sideWords(group.after)
          : `Cannot predict: ${causeWords(
              unpredictable,
            )}. By what is known: ${sideWords(group.after)}`}
      </TableCell>
    </TableRow>
  );
}
