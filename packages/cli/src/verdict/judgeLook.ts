import {
  judge,
  type ArtifactKind,
  type Evidence,
  type Judgement,
} from '@countersign/domain';
import type { Look } from '../look/Look';
import { stateOf, type Policy } from '../policy/Policy';

const hour = 3_600_000;

/** The one way to a verdict: the same function that the portal judges with, over what was just looked at. */
export function judgeLook(
  look: Look,
  evidence: Evidence[],
  policy: Policy,
  {
    now,
    environment,
    kind,
  }: { now: Date; environment?: string; kind?: ArtifactKind },
): Judgement {
  const environments = policy.rules.flatMap(rule => rule.environments ?? []);
  return judge({
    usage: {
      ...look.usage,
      ...(kind ? { kind } : { isKindAssumed: true }),
      ...(environment !== undefined && { environment }),
    },
    resolution: look.resolution,
    collections: look.collections,
    evidence,
    acceptedBefore: [],
    registry: {
      version: 1,
      rules: policy.rules,
      ...(policy.distrust && { distrust: policy.distrust }),
      ...(policy.builders && { builders: policy.builders }),
      ...(policy.bindings && { bindings: policy.bindings }),
    },
    authorities: [
      ...policy.authorities.map(stateOf),
      ...(policy.missing ?? []),
    ],
    settings: { environments, intervalMs: hour, maximumAgeMs: hour },
    now: now.toISOString(),
  });
}
