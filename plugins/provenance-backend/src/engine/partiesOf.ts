import { parseReference } from '@countersign/verifier';
import type { UsageToLook } from '../store';
import { inOrder } from './inOrder';
import type { Looker, Question } from './lookAt';

/** Usages to which one look gives the answer. */
export interface Party {
  usages: UsageToLook[];
  /** Of the first entity by name; all have the same credentials. */
  question: Question;
  /** With which credentials is looked. */
  scope: string;
}

/** Questions about owners to the catalog at the same time. */
const atOnce = 8;

/**
 * Who can be served by one look: whoever names the same with the same credentials at hand. Rows say what named the same
 * when they were written; what counts is what the usages name now, and whom the catalog says that they belong to (S12.1).
 */
export async function partiesOf(
  usages: UsageToLook[],
  looker: Looker,
): Promise<Party[]> {
  const scopes = await inOrder(usages, atOnce, usage => scopeOf(usage, looker));
  const parties = new Map<string, Party>();
  usages.forEach((current, i) => {
    const { usage, bundleUrl, problem } = current;
    const { reference, entityRef } = usage;
    const scope = scopes[i];
    const name = JSON.stringify([reference, bundleUrl ?? null, scope, problem]);
    const question = { reference, bundleUrl, entityRef };
    const known = parties.get(name);
    if (!known) {
      parties.set(name, { usages: [current], question, scope });
      return;
    }
    known.usages.push(current);
    if (entityRef < known.question.entityRef) known.question = question;
  });
  return [...parties.values()];
}

/** Where nobody can say which credentials serve an entity, it shares no look with another. */
async function scopeOf(
  { usage, bundleUrl }: UsageToLook,
  looker: Looker,
): Promise<string> {
  const entity = usage.entityRef;
  const alone = JSON.stringify([entity]);
  if (!looker.credentialScope) return alone;
  try {
    const reference = parseReference(usage.reference, { bundleUrl });
    return await looker.credentialScope(reference, { entity });
  } catch {
    return alone;
  }
}
