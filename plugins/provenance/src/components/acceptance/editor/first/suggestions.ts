import {
  recogniseIssuer,
  visibleText,
  type RegistryContent,
  type RuleSuggestion,
  type SignerItem,
} from '@countersign/backstage-plugin-provenance-common';
import { draftOf, type Draft } from '../state/draft';
import { draftReducer } from '../state/draftReducer';
import { fieldsOf, textOf } from '../state/fields';

export interface SuggestionGroup {
  title: string;
  suggestions: RuleSuggestion[];
}

/** Suggestions by where their signers signed in, those that cover most first. */
export function groupedSuggestions(all: RuleSuggestion[]): SuggestionGroup[] {
  const groups = new Map<string, RuleSuggestion[]>();
  for (const one of [...all].sort((a, b) => b.usages - a.usages)) {
    const title = issuerTitle(one.signers[0]);
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return [...groups].map(([title, suggestions]) => ({ title, suggestions }));
}

function issuerTitle(signer: SignerItem | undefined): string {
  if (signer?.issuer === undefined) return 'Keys';
  const known = recogniseIssuer(signer.issuer);
  const shown = visibleText(signer.issuer, 200);
  if (!known) return shown;
  const isOne =
    known.issuers.length === 1 && known.issuers[0] === signer.issuer;
  return isOne ? known.title : `${known.title} (${shown})`;
}

/** Why it is believed to be theirs. */
export const basisWords: Record<RuleSuggestion['basis'], string> = {
  binding:
    'The source that the certificate names is the one that the reviewed binding of the entities names.',
  'managed-by':
    'The source that the certificate names is the one from which the catalog reads the entities.',
  none: 'Nothing says that they may sign for these entities: only that they did. Ask the owners before you propose it.',
};

/** Whatever the backend says: for what nothing speaks a person decides. */
export function isTicked({ basis, isPreselected }: RuleSuggestion): boolean {
  return isPreselected && basis !== 'none';
}

/** One proposal of the selected ones, beside what is in force. */
export function firstRulesDraft(of: {
  title: string;
  reason: string;
  content: RegistryContent;
  selected: RuleSuggestion[];
}): Draft {
  const { title, reason, content, selected } = of;
  return selected.reduce((draft, { rule }) => {
    const fields = fieldsOf(rule);
    const taken = draft.rules.map(one => textOf(one.fields.name));
    const name = freeName(textOf(fields.name), taken);
    return draftReducer(draft, {
      type: 'addRule',
      fields: { ...fields, name },
    });
  }, draftOf({ title, reason, content }));
}

/** Two rules of one name cannot be in one list. */
function freeName(name: string, taken: string[]): string {
  let number = 1;
  let free = name;
  while (taken.includes(free)) free = `${name}-${++number}`;
  return free;
}
