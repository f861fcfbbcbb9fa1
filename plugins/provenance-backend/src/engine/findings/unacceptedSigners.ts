import {
  evidenceOver,
  materialsIn,
  tellsAllSigners,
  type Ruling,
  type Situation,
} from './Situation';
import { signerWords, standingIn } from './signers';

const code = 'unaccepted-signers';
const mostNamed = 3;

/**
 * Whoever signed it as well and is accepted by no rule: one finding an artifact, however many they are, and nobody is
 * told (S11.3). Only whom an authority proves is named: anybody can write any name.
 *
 * Opened by any look, because what is there is there; closed only by one that was finished. Without a rule nobody is
 * accepted, and the verdict says that already.
 */
export function unacceptedSigners(situation: Situation): Ruling {
  const { collection } = situation.look;
  const names = evidenceOver(situation, materialsIn(collection))
    .filter(one => standingIn(situation, one) === 'not-accepted')
    .map(signerWords);
  return {
    standing:
      names.length > 0 ? [{ code, about: '', new: inWords(names) }] : [],
    decided: tellsAllSigners(situation) ? [code] : [],
  };
}

/** In an order of their own, so that the finding does not change from look to look. */
function inWords(names: string[]): string {
  const each = [...new Set(names)].sort();
  const others = each.length - mostNamed;
  const named = each.slice(0, mostNamed).join(', ');
  return others > 0 ? `${named} and ${others} more` : named;
}
