import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { useRuleFilters } from '../../hooks';
import type { RuleEntry } from '../../words';
import { RuleRow } from './RuleRow';
import { useRuleTableStyles } from './useRuleTableStyles';

const columns = [
  { id: 'name', title: 'Rule' },
  { id: 'who', title: 'Who may sign' },
  { id: 'what', title: 'What' },
  { id: 'where', title: 'Where, and what it does' },
] as const;

/** One line a rule; the roles are written out as the layout of a narrow window would take them away. */
export function RuleTable({ rules }: { rules: RuleEntry[] }) {
  const classes = useRuleTableStyles();
  const { open, change } = useRuleFilters();
  return (
    <Table
      role="table"
      size="small"
      className={classes.table}
      aria-labelledby="provenance-rules"
    >
      <TableHead role="rowgroup" className={classes.head}>
        <TableRow role="row">
          {columns.map(({ id, title }) => (
            <TableCell role="columnheader" key={id} className={classes[id]}>
              {title}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody role="rowgroup">
        {rules.map(entry => {
          const { name } = entry.rule;
          const isOpen = open === name;
          return (
            <RuleRow
              key={name}
              entry={entry}
              isOpen={isOpen}
              onToggle={() => change({ rule: isOpen ? '' : name })}
            />
          );
        })}
      </TableBody>
    </Table>
  );
}
