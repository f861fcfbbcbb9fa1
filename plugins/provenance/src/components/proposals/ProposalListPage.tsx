import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  acceptanceReadPermission,
  proposalStates,
} from '@countersign/backstage-plugin-provenance-common';
import { useNewestVersion, useProposalFilter, useProposals } from '../../hooks';
import { counted, stateWords } from '../../words';
import { InConfiguration } from '../acceptance/InConfiguration';
import { LoadError } from '../parts';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { NoProposals } from './NoProposals';
import { ProposalTable } from './ProposalTable';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    field: { minWidth: 220, margin: theme.spacing(1, 0, 2) },
  }),
  { name: 'ProvenanceProposals' },
);

/** The proposals to change who may sign what, newest first. */
export function ProposalListPage() {
  const classes = useStyles();
  const { state, narrow } = useProposalFilter();
  const query = useProposals(state);
  const { value, error } = query;
  // What cannot be asked stays unsaid: the list itself is here.
  const { newest } = useNewestVersion().value ?? {};
  const isConfigured = newest?.source === 'configuration';
  return (
    <>
      <Typography variant="h5" component="h2" id="provenance-proposals">
        Proposals
      </Typography>
      {isConfigured && <InConfiguration />}
      {error && (
        <LoadError
          error={error}
          doing="read the proposals"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={query.reload}
        />
      )}
      <TextField
        className={classes.field}
        id="provenance-proposal-state"
        label="State"
        size="small"
        variant="outlined"
        select
        value={state ?? ''}
        onChange={event => narrow(event.target.value)}
        SelectProps={{ native: true }}
        InputLabelProps={{ shrink: true }}
      >
        <option value="">every state</option>
        {proposalStates.map(one => (
          <option key={one} value={one}>
            {stateWords(one).label}
          </option>
        ))}
      </TextField>
      {!value && !error && <SectionSkeleton what="the proposals" />}
      {value && (
        <Paper
          className={classes.root}
          component="section"
          aria-labelledby="provenance-proposals"
          aria-busy={query.loading}
        >
          <Typography variant="body2" role="status">
            {counted(value.totalItems, 'proposal')}
          </Typography>
          {value.items.length === 0 ? (
            <NoProposals
              isNarrowed={state !== undefined}
              mayBegin={!isConfigured}
            />
          ) : (
            <ProposalTable page={value} onMore={query.more} />
          )}
        </Paper>
      )}
    </>
  );
}
