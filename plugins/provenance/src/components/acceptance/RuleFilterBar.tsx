import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useEnvironments, useRuleFilters } from '../../hooks';
import {
  environmentOptions,
  signerOptions,
  type Option,
  type RuleEntry,
} from '../../words';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0),
    },
    field: { flex: '1 1 200px', minWidth: 0, maxWidth: 360 },
  }),
  { name: 'ProvenanceRuleFilters' },
);

/** Search, environment and signer, and what takes them away. */
export function RuleFilterBar({ rules }: { rules: RuleEntry[] }) {
  const classes = useStyles();
  const { filters, change } = useRuleFilters();
  const declared = useEnvironments();
  const isNarrowed = Object.values(filters).some(value => value !== '');
  return (
    <div className={classes.root} role="search" aria-label="Rules">
      <TextField
        className={classes.field}
        id="provenance-rule-search"
        label="Search"
        type="search"
        placeholder="Name, signer, repository"
        size="small"
        variant="outlined"
        value={filters.search}
        onChange={event => change({ search: event.target.value })}
        InputLabelProps={{ shrink: true }}
      />
      <Choice
        id="provenance-rule-environment"
        label="Environment"
        all="every environment"
        value={filters.environment}
        options={environmentOptions(rules, declared)}
        onChange={environment => change({ environment })}
      />
      <Choice
        id="provenance-rule-signer"
        label="Signer"
        all="anybody"
        value={filters.signer}
        options={signerOptions(rules)}
        onChange={signer => change({ signer })}
      />
      {isNarrowed && (
        <Button
          size="small"
          onClick={() => change({ search: '', environment: '', signer: '' })}
        >
          Show all
        </Button>
      )}
    </div>
  );
}

function Choice(props: {
  id: string;
  label: string;
  all: string;
  value: string;
  options: Option[];
  onChange(value: string): void;
}) {
  const classes = useStyles();
  const { options, value } = props;
  // A link may name what the list does not have any more.
  const isGone = value !== '' && !options.some(one => one.value === value);
  return (
    <TextField
      className={classes.field}
      id={props.id}
      label={props.label}
      size="small"
      variant="outlined"
      select
      value={value}
      onChange={event => props.onChange(event.target.value)}
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
    >
      <option value="">{props.all}</option>
      {isGone && <option value={value}>not in this list</option>}
      {options.map(({ value: one, words }) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </TextField>
  );
}
