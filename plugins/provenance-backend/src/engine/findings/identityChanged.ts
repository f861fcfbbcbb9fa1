import { changedIdentity } from '@countersign/domain';
import {
  evidenceOver,
  materialsIn,
  tellsAllSigners,
  type Ruling,
  type Situation,
} from './Situation';
import { standingIn } from './signers';

const code = 'repository-identity-changed';

/**
 * What is served was signed for a repository that has the name of the entity's bound one and another id (S2.4): it was
 * deleted and registered again, or the name has changed hands. An alarm whether or not a rule asks for the entity's own
 * repository: rules that go by the name alone accept whoever has it now.
 *
 * Opened by any look, because what is there is there; closed only by one that was finished and found no such signature,
 * or under a binding that pins the new identity.
 */
export function identityChanged(situation: Situation): Ruling {
  const { current, look, judging } = situation;
  const changes = evidenceOver(situation, materialsIn(look.collection))
    .filter(one => standingIn(situation, one) !== 'unproven')
    .flatMap(
      one =>
        changedIdentity(one, {
          usage: current.usage,
          registry: judging.registry,
        }) ?? [],
    )
    .sort((a, b) => (a.found < b.found ? -1 : 1));
  const [first] = changes;
  return {
    // A binding names one repository, so that there is one finding, in an order that does not change from look to look.
    standing: first
      ? [
          {
            ...{ code, about: first.repository, old: first.pinned },
            new: `${first.repository} with ${first.found}`,
          },
        ]
      : [],
    decided: tellsAllSigners(situation) ? [code] : [],
  };
}
