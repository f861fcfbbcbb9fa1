import { useId, type ReactNode } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import ChevronIcon from '@material-ui/icons/ChevronRight';
import { Link } from '@backstage/core-components';
import {
  visibleText,
  type SignerInWords,
} from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath } from '../../hooks';
import { counted, findingCounts, type RuleEntry } from '../../words';
import { FindingIcon, SafeLink } from '../parts';
import { ModeChips } from './ModeChips';
import { Owner } from './Owner';
import { RuleDetail } from './RuleDetail';
import { RuleUseLine } from './RuleUseLine';
import { useRuleTableStyles } from './useRuleTableStyles';

/** One rule: what a person compares at a glance, and behind its name everything that it says. */
export function RuleRow(props: {
  entry: RuleEntry;
  isOpen: boolean;
  onToggle(): void;
}) {
  const { entry, isOpen, onToggle } = props;
  const classes = useRuleTableStyles();
  const panelId = useId();
  const name = visibleText(entry.rule.name, 120);
  return (
    <>
      <TableRow
        role="row"
        className={`${classes.row} ${isOpen ? classes.opened : ''}`}
      >
        <TableCell
          role="rowheader"
          component="th"
          scope="row"
          className={classes.cell}
        >
          <ButtonBase
            className={classes.button}
            aria-expanded={isOpen}
            aria-controls={isOpen ? panelId : undefined}
            onClick={onToggle}
            disableRipple
          >
            <ChevronIcon
              aria-hidden
              className={`${classes.chevron} ${isOpen ? classes.turned : ''}`}
            />
            {name}
          </ButtonBase>
          <About entry={entry} />
        </TableCell>
        <Column title="Who may sign">
          <Few
            all={entry.words.who}
            draw={signer => <SignerLine signer={signer} />}
          />
        </Column>
        <Column title="What">
          <Few all={entry.words.what} draw={words => words} />
          {entry.words.only.map(only => (
            <div key={only}>{only}</div>
          ))}
        </Column>
        <Column title="Where, and what it does">
          <ModeChips modes={entry.words.modes} />
        </Column>
      </TableRow>
      {isOpen && (
        <TableRow role="row" className={classes.row}>
          <TableCell role="cell" colSpan={4} className={classes.cell}>
            <div
              id={panelId}
              role="region"
              aria-label={name}
              className={classes.detail}
            >
              <RuleDetail entry={entry} />
            </div>
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

/** Whose rule it is, why it is there, what to read, and whether the linter has something against it. */
function About({ entry }: { entry: RuleEntry }) {
  const { rule, findings } = entry;
  const pathOf = useAcceptancePath();
  const classes = useRuleTableStyles();
  const counts = findingCounts(findings);
  return (
    <>
      {rule.owner !== undefined && (
        <span className={classes.secondary}>
          Owner: <Owner entityRef={rule.owner} />
        </span>
      )}
      {rule.rationale !== undefined && (
        <span className={classes.secondary}>
          {visibleText(rule.rationale, 200)}
        </span>
      )}
      {rule.runbook !== undefined && (
        <span className={classes.secondary}>
          Runbook: <SafeLink address={rule.runbook} />
        </span>
      )}
      <RuleUseLine entry={entry} />
      {counts !== undefined && (
        <span className={classes.finding}>
          <FindingIcon
            alarm={findings.some(({ severity }) => severity === 'error')}
          />
          {counts}
        </span>
      )}
      <Link
        to={`${pathOf('propose')}?${new URLSearchParams({ rule: rule.name })}`}
        aria-label={`Change ${visibleText(rule.name, 120)}`}
      >
        Change
      </Link>
    </>
  );
}

function Column(props: { title: string; children: ReactNode }) {
  const classes = useRuleTableStyles();
  return (
    <TableCell role="cell" className={classes.cell}>
      <span aria-hidden className={classes.label}>
        {props.title}
      </span>
      {props.children}
    </TableCell>
  );
}

function SignerLine({ signer }: { signer: SignerInWords }) {
  const classes = useRuleTableStyles();
  const { words, issuer, authority } = signer;
  const from = [issuer, issuer && authority && `certified by ${authority}`];
  return (
    <span title={signer.exact}>
      {words}
      {issuer !== undefined && (
        <span className={classes.secondary}>
          {from.filter(Boolean).join(', ')}
        </span>
      )}
    </span>
  );
}

const mostShown = 3;

function Few<T>(props: { all: T[]; draw(one: T): ReactNode }) {
  const classes = useRuleTableStyles();
  const rest = props.all.length - mostShown;
  return (
    <ul className={classes.list}>
      {props.all.slice(0, mostShown).map((one, i) => (
        <li key={i}>{props.draw(one)}</li>
      ))}
      {rest > 0 && <li>and {counted(rest, 'more', 'more')}</li>}
    </ul>
  );
}
