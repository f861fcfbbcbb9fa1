import type { AcceptanceVersionItem } from '@countersign/backstage-plugin-provenance-common';

const sources: Record<AcceptanceVersionItem['source'], string> = {
  configuration: 'the configuration',
  seed: 'the first list, from the configuration',
  proposal: 'a proposal',
};

/** Where a version came from, and whether others than its authors agreed. Decides closed: what is not said is unreviewed. */
export function versionSourceWords({
  source,
  reviewed,
}: Pick<AcceptanceVersionItem, 'source' | 'reviewed'>): string {
  const words = sources[source] ?? 'unknown';
  return reviewed ? words : `${words}; unreviewed`;
}
