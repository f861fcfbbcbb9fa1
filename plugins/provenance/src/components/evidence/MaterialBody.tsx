import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type Evidence,
  type MaterialTrace,
  type Proofs,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { sourceWords, wordsFor, type MaterialView } from '../../words';
import { Disclosure, Facts } from '../parts';
import { evidenceFacts } from './evidenceFacts';
import { ProofList } from './ProofList';

const useStyles = makeStyles(
  theme => ({
    part: { marginTop: theme.spacing(1.5) },
    rules: {
      margin: theme.spacing(0.5, 0, 0),
      paddingLeft: theme.spacing(2.5),
    },
  }),
  { name: 'ProvenanceMaterial' },
);

/** Everything about one material: what it says, each proof, each rule's answer, each authority that was tried. */
export function MaterialBody({ material }: { material: MaterialView }) {
  const classes = useStyles();
  const now = useNow();
  const [best, ...others] = material.evidence;
  return (
    <Typography variant="body2" component="div">
      {best ? (
        <Facts facts={evidenceFacts(best, now)} />
      ) : (
        <span>It was found, but nothing could be verified about it yet.</span>
      )}
      {best && (
        <div className={classes.part}>
          {material.isAccepted ? (
            <Disclosure title={proofsTitle(best.proofs)}>
              <ProofList proofs={best.proofs} />
            </Disclosure>
          ) : (
            <ProofList proofs={best.proofs} />
          )}
        </div>
      )}
      <ul className={`${classes.part} ${classes.rules}`}>
        {material.traces.map(({ rule, trace }) => (
          <li key={rule}>
            Rule “{visibleText(rule, 100)}” {answerWords(trace)}
          </li>
        ))}
        {material.source && <li>Found in: {sourceWords(material.source)}</li>}
      </ul>
      {others.length > 0 && <OtherAuthorities evidence={others} />}
    </Typography>
  );
}

/** A statement of an accepted signer that does not vouch is no failure, though the rule still waits for one that does. */
function answerWords(trace: MaterialTrace): string {
  if (trace.accepted) return 'accepts it.';
  if (trace.reason.code === 'attestation-missing')
    return `accepts its signer; as proof it takes only ${visibleText(
      trace.reason.parameters.wanted ?? 'a signature or a provenance',
      100,
    )}.`;
  return `does not accept it. ${wordsFor(trace.reason).sentence}`;
}

function proofsTitle(proofs: Proofs): string {
  const count = (status: string) =>
    Object.values(proofs).filter(outcome => outcome.status === status).length;
  const absent = count('absent');
  return `${count('proven')} proofs hold${
    absent > 0 ? `, ${absent} not there` : ''
  }`;
}

function OtherAuthorities(props: { evidence: Evidence[] }) {
  const classes = useStyles();
  return (
    <div className={classes.part}>
      <Disclosure
        title={`Also tried under ${props.evidence.length} other ${
          props.evidence.length === 1 ? 'authority' : 'authorities'
        }`}
      >
        <ul className={classes.rules}>
          {props.evidence.map(({ authority, outcome }) => (
            <li key={authority}>
              {visibleText(authority, 100)}:{' '}
              {outcome.status === 'proven'
                ? 'proven'
                : visibleText(outcome.message, 200)}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
