import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import CloseIcon from '@material-ui/icons/Close';
import RemoveIcon from '@material-ui/icons/Remove';
import {
  proofNames,
  visibleText,
  type ProofOutcome,
  type Proofs,
} from '@countersign/backstage-plugin-provenance-common';
import { proofWords } from '../../words';
import { toneColor } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(230px, 1fr))',
      gap: theme.spacing(0.25, 2),
    },
    item: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(0.75),
      overflowWrap: 'anywhere',
      '& svg': { fontSize: 18, flex: 'none', marginTop: 1 },
    },
    proven: { '& svg': { color: toneColor(theme, 'green') } },
    failed: { '& svg': { color: toneColor(theme, 'red') } },
    absent: { color: theme.palette.text.secondary },
    unchecked: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceProofs' },
);

/** Each proof by itself (S1.5). */
export function ProofList(props: { proofs: Proofs }) {
  const classes = useStyles();
  const known = proofNames.flatMap(name => {
    const outcome = props.proofs[name];
    return outcome ? [{ name, outcome }] : [];
  });
  return (
    <ul className={classes.list} aria-label="Proofs">
      {known.map(({ name, outcome }) => (
        <li
          key={name}
          className={`${classes.item} ${classes[outcome.status] ?? ''}`}
        >
          <OutcomeIcon outcome={outcome} />
          <span>
            {proofWords(name)}: {outcomeWords(outcome)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function OutcomeIcon({ outcome }: { outcome: ProofOutcome }) {
  if (outcome.status === 'proven') return <CheckIcon aria-hidden />;
  if (outcome.status === 'failed') return <CloseIcon aria-hidden />;
  return <RemoveIcon aria-hidden />;
}

function outcomeWords(outcome: ProofOutcome): string {
  switch (outcome.status) {
    case 'proven':
      return 'proven';
    case 'absent':
      return 'not there';
    case 'failed':
      return `failed, ${visibleText(outcome.message, 200)}`;
    default:
      return 'not looked at, an earlier proof failed';
  }
}
