import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { Notice } from './Notice';

/** The catalog keeps the last version that it could read: what is proven below may not be what the entity says now. */
export function FrozenEntity(props: { usages: UsageSummary[] }) {
  const problem = props.usages.find(
    usage => usage.entityProblem !== undefined,
  )?.entityProblem;
  if (problem === undefined) return null;
  return (
    <Notice
      role="status"
      tone="grey"
      title="The catalog could not process this entity."
    >
      What you see is of the version before, and may not be what the entity says
      now: {visibleText(problem, 300)}. Correct its catalog file.
    </Notice>
  );
}
