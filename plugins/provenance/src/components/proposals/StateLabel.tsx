import { makeStyles } from '@material-ui/core/styles';
import type { ProposalState } from '@countersign/backstage-plugin-provenance-common';
import { stateWords } from '../../words';
import { ToneIcon } from '../parts';

const useStyles = makeStyles(
  {
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      whiteSpace: 'nowrap',
      '& svg': { fontSize: 18 },
    },
  },
  { name: 'ProvenanceProposalState' },
);

/** Where a proposal stands, as icon and word. */
export function StateLabel({ state }: { state: ProposalState }) {
  const { label, tone } = stateWords(state);
  return (
    <span className={useStyles().root}>
      <ToneIcon tone={tone} />
      {label}
    </span>
  );
}
