import type { Check } from '../Check';
import { anyBranch } from './anyBranch';
import { anyRepository } from './anyRepository';
import { duplicateRule } from './duplicateRule';
import { emptyList } from './emptyList';
import { environmentNotDeclared } from './environmentNotDeclared';
import { forSomeEntitiesOnly } from './forSomeEntitiesOnly';
import { hiddenCharacter } from './hiddenCharacter';
import { intermediaryIssuer } from './intermediaryIssuer';
import { issuerNotExact } from './issuerNotExact';
import { keyNameTaken } from './keyNameTaken';
import { kubernetesIssuer } from './kubernetesIssuer';
import { lookAlike } from './lookAlike';
import { matchesEverything } from './matchesEverything';
import { noAuthority } from './noAuthority';
import { noIssuer } from './noIssuer';
import { noSubject } from './noSubject';
import { openHost } from './openHost';
import { openOwner } from './openOwner';
import { personalEmail } from './personalEmail';
import { pullRequestRef } from './pullRequestRef';
import { reusableWorkflow } from './reusableWorkflow';
import { selfHostedRunner } from './selfHostedRunner';
import { shadowedSigner } from './shadowedSigner';
import { stagingIssuer } from './stagingIssuer';
import { tooManySigners } from './tooManySigners';
import { unknownAuthority } from './unknownAuthority';
import { unpinnedBinding } from './unpinnedBinding';
import { unreadablePattern } from './unreadablePattern';
import { wholeOwner } from './wholeOwner';

/** Everything that is looked for, in the order in which it is told. */
export const checks: readonly Check[] = [
  noAuthority,
  unknownAuthority,
  keyNameTaken,
  noIssuer,
  noSubject,
  emptyList,
  unreadablePattern,
  matchesEverything,
  openHost,
  openOwner,
  wholeOwner,
  pullRequestRef,
  kubernetesIssuer,
  issuerNotExact,
  intermediaryIssuer,
  stagingIssuer,
  hiddenCharacter,
  lookAlike,
  anyBranch,
  anyRepository,
  reusableWorkflow,
  selfHostedRunner,
  personalEmail,
  unpinnedBinding,
  shadowedSigner,
  tooManySigners,
  environmentNotDeclared,
  duplicateRule,
  forSomeEntitiesOnly,
];
