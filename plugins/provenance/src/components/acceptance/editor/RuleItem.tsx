import { useEffect, useId, useRef, type Dispatch } from 'react';
import Button from '@material-ui/core/Button';
import ButtonBase from '@material-ui/core/ButtonBase';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';
import ChevronIcon from '@material-ui/icons/ChevronRight';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { findingCounts } from '../../../words';
import { FindingIcon } from '../../parts';
import { useFieldFindings } from './form/FindingsContext';
import { RuleForm } from './form/RuleForm';
import { MoveButton } from './MoveButton';
import type { DraftAction } from './state/draftReducer';
import { textOf } from './state/fields';
import type { Mark, MarkedRule } from './state/marks';

const useStyles = makeStyles(
  theme => ({
    item: {
      padding: theme.spacing(1, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 1),
    },
    name: {
      flex: '1 1 240px',
      minWidth: 0,
      justifyContent: 'flex-start',
      textAlign: 'left',
      font: 'inherit',
      fontWeight: 700,
      overflowWrap: 'anywhere',
      '&:focus-visible': { outline: '2px solid currentColor' },
    },
    chevron: { flex: 'none', fontSize: 20 },
    turned: { transform: 'rotate(90deg)' },
    count: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      '& svg': { fontSize: 18 },
    },
    form: { padding: theme.spacing(1, 0, 1, 3) },
  }),
  { name: 'ProvenanceEditorRule' },
);

const marks: Record<Mark, string | undefined> = {
  added: 'new',
  changed: 'changed',
  same: undefined,
};

/** One rule of the proposal: closed its name and what became of it, open its form. */
export function RuleItem(props: {
  rule: MarkedRule;
  place: number;
  last: number;
  isOpen: boolean;
  environments: string[];
  dispatch: Dispatch<DraftAction>;
  /** The focus has to go somewhere when what had it is gone. */
  onRemoved(): void;
}) {
  const classes = useStyles();
  const { rule, place, isOpen, dispatch } = props;
  const { id, fields, before, mark } = rule;
  const path = `initial[${place}]`;
  const panel = useId();
  const findings = useFieldFindings(path);
  const counts = findingCounts(findings);
  const opener = useOpenedFocus(isOpen);
  const name = visibleText(textOf(fields.name), 120) || `Rule ${place + 1}`;
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <ButtonBase
          ref={opener}
          className={classes.name}
          aria-expanded={isOpen}
          aria-controls={isOpen ? panel : undefined}
          onClick={() =>
            dispatch({ type: 'open', id: isOpen ? undefined : id })
          }
          disableRipple
        >
          <ChevronIcon
            aria-hidden
            className={`${classes.chevron} ${isOpen ? classes.turned : ''}`}
          />
          {name}
        </ButtonBase>
        {marks[mark] && (
          <Chip
            size="small"
            variant="outlined"
            label={marks[mark]}
            style={{ margin: 0 }}
          />
        )}
        {counts !== undefined && (
          <span className={classes.count}>
            <FindingIcon
              alarm={findings.some(({ severity }) => severity === 'error')}
            />
            {counts}
          </span>
        )}
        {mark === 'changed' && before && (
          <Button
            size="small"
            aria-label={`Undo the change of ${name}`}
            onClick={() => dispatch({ type: 'changeRule', id, fields: before })}
          >
            Undo
          </Button>
        )}
        <Button
          size="small"
          aria-label={`Duplicate ${name}`}
          onClick={() => dispatch({ type: 'duplicateRule', id })}
        >
          Duplicate
        </Button>
        <Button
          size="small"
          aria-label={`Remove ${name}`}
          onClick={() => {
            dispatch({ type: 'removeRule', id });
            props.onRemoved();
          }}
        >
          Remove
        </Button>
        <MoveButton {...props} name={name} by={-1} fallback={opener} />
        <MoveButton {...props} name={name} by={1} fallback={opener} />
      </div>
      {isOpen && (
        <div
          id={panel}
          role="region"
          aria-label={`Form of ${name}`}
          className={classes.form}
        >
          <RuleForm
            path={path}
            fields={fields}
            environments={props.environments}
            onChange={now => dispatch({ type: 'changeRule', id, fields: now })}
          />
        </div>
      )}
    </li>
  );
}

/** A rule that opens because it is new takes the focus, as whoever made it goes on there. */
function useOpenedFocus(isOpen: boolean) {
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) opener.current?.focus();
  }, [isOpen]);
  return opener;
}
