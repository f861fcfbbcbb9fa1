import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type OwnerCoverage,
} from '@countersign/backstage-plugin-provenance-common';
import { useDiscoveryFilters } from '../../hooks';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      margin: theme.spacing(2, 0),
    },
    owner: { minWidth: 220, maxWidth: '100%' },
  }),
  { name: 'ProvenanceCoverageFilters' },
);

/** Narrows the list to an owner, and takes away whatever narrows it. */
export function CoverageFilters(props: { owners: OwnerCoverage[] }) {
  const classes = useStyles();
  const { filters, narrow } = useDiscoveryFilters();
  const chosen = filters.owner?.[0] ?? '';
  const owners = optionsOf(props.owners, chosen);
  const isNarrowed = Object.keys(filters).length > 0;
  if (owners.length === 0 && !isNarrowed) return null;
  return (
    <div className={classes.root}>
      <TextField
        className={classes.owner}
        id="provenance-owner"
        label="Owner"
        size="small"
        variant="outlined"
        select
        value={chosen}
        onChange={event => narrow({ owner: event.target.value })}
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
      >
        <option value="">everybody</option>
        {owners.map(({ owner, words }) => (
          <option key={owner} value={owner}>
            {words}
          </option>
        ))}
      </TextField>
      {isNarrowed && (
        <Button
          size="small"
          onClick={() => narrow({ kind: '', type: '', owner: '' })}
        >
          Show all
        </Button>
      )}
    </div>
  );
}

/** By name, each with how much of it is not known; the chosen one also where nothing is known of it. */
function optionsOf(owners: OwnerCoverage[], chosen: string) {
  const options = owners.map(({ owner, entities, withUsages }) => ({
    owner,
    words: `${visibleText(owner, 100)} (${
      entities - withUsages
    } of ${entities})`,
  }));
  if (chosen !== '' && !owners.some(({ owner }) => owner === chosen))
    options.push({ owner: chosen, words: visibleText(chosen, 100) });
  return options.sort((a, b) => (a.owner < b.owner ? -1 : 1));
}
