import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ClaimedUsage } from '../../store';
import { claimedUsage } from '../claims/claimedUsage';
import { matchesAny } from '../template/EntityFilter';
import { fillTemplate } from '../template/fillTemplate';
import type { Entry } from './Entry';

/**
 * What one entry of configuration says about an entity. Nothing, where the entity lacks a field of its reference: not
 * every entity has it. A detail that it lacks stays open, and a usage whose environment is open is judged by the rules
 * of all of them (S3.1). Whatever it has and cannot be used is a reason on the usage.
 */
export function usageOfEntry(
  entity: Entity,
  entry: Entry,
  position: number,
): ClaimedUsage | undefined {
  if (!matchesAny(entry.filters, entity)) return undefined;
  const reference = entry.reference(entity);
  if ('missing' in reference) return undefined;
  const isText = 'text' in reference;
  const value = new Map([['reference', isText ? reference.text : entry.label]]);
  let problem = isText ? undefined : reference.problem;
  for (const [name, template] of Object.entries(entry.details)) {
    if (template === undefined) continue;
    const filled = fillTemplate(template, entity);
    if ('text' in filled) value.set(name, filled.text);
    else if ('problem' in filled) problem ??= filled.problem;
  }
  const usage = claimedUsage(stringifyEntityRef(entity), {
    ...{ value: Object.fromEntries(value), position, problem },
  });
  if (!usage.problem) return usage;
  const message = `By the ${entry.label}: ${usage.problem.message}`;
  return { ...usage, problem: { ...usage.problem, message } };
}
