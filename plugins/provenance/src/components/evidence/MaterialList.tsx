import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { UsageDetail } from '@countersign/backstage-plugin-provenance-common';
import {
  materialsOf,
  materialTitle,
  signerWords,
  wordsFor,
  type MaterialView,
} from '../../words';
import { Disclosure } from '../parts';
import { MaterialBody } from './MaterialBody';

const useStyles = makeStyles(
  theme => ({
    first: { padding: theme.spacing(0.5, 0, 1.5) },
  }),
  { name: 'ProvenanceMaterials' },
);

/** Signatures and statements: what proves the verdict open, a stranger's closed and under words that say so (S11.1). */
export function MaterialList({ detail }: { detail: UsageDetail }) {
  const materials = materialsOf(detail);
  if (materials.length === 0) {
    return (
      <Typography variant="body2">
        {detail.collection
          ? 'Nothing that is signed was found.'
          : 'Nothing was looked at yet.'}
      </Typography>
    );
  }
  const [first, ...others] = materials;
  return (
    <>
      {first.isAccepted ? (
        <FirstAccepted material={first} />
      ) : (
        <Closed material={first} />
      )}
      {others.map(material => (
        <Closed key={material.digest} material={material} />
      ))}
    </>
  );
}

/** The one that proves the verdict stands open; what says the same again can wait. */
function FirstAccepted({ material }: { material: MaterialView }) {
  const classes = useStyles();
  return (
    <div className={classes.first}>
      <Typography variant="subtitle2" component="h6" gutterBottom>
        {materialTitle(material)}, accepted
      </Typography>
      <MaterialBody material={material} />
    </div>
  );
}

function Closed({ material }: { material: MaterialView }) {
  return (
    <Disclosure
      title={
        material.isAccepted ? acceptedTitle(material) : strangersTitle(material)
      }
    >
      <MaterialBody material={material} />
    </Disclosure>
  );
}

function acceptedTitle(material: MaterialView): string {
  const [best] = material.evidence;
  const signer = best?.signer && signerWords(best.signer, best.authority).words;
  return `${materialTitle(material)}, accepted${signer ? `: ${signer}` : ''}`;
}

function strangersTitle(material: MaterialView): string {
  const signer = material.evidence[0]?.signer;
  const said = signer
    ? `the signer says ${signerWords(signer).words}`
    : 'it does not say who signed';
  const trace = material.traces[0]?.trace;
  const why = trace ? ` (${wordsFor(trace.reason).title.toLowerCase()})` : '';
  return `${materialTitle(material)}, not accepted: ${said}${why}`;
}
