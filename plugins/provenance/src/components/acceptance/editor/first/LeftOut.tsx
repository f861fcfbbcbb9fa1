import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from '../../../../words';
import { Disclosure } from '../../../parts';
import { seenSigner } from '../preview/seenSigner';

/** Signers of whom no narrow rule can be written, and why not. */
export function LeftOut({ left }: Pick<RuleSuggestions, 'left'>) {
  if (left.length === 0) return null;
  return (
    <Disclosure
      title={`${counted(
        left.length,
        'signer',
      )} for whom no narrow rule can be written`}
    >
      <Typography variant="body2" component="ul">
        {left.map(({ signer, why }) => (
          <li key={signer.id} style={{ overflowWrap: 'anywhere' }}>
            <span title={seenSigner(signer).exact}>
              {seenSigner(signer).words}
            </span>
            : {visibleText(why, 500)}
          </li>
        ))}
      </Typography>
    </Disclosure>
  );
}
