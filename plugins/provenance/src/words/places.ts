import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';

/** What one place runs. */
export interface Place {
  id: string;
  usages: UsageSummary[];
}

/** Usages by place, each place where its first usage stands. Only a place that runs several digests has several. */
export function groupByPlace(usages: UsageSummary[]): Place[] {
  const places = new Map<string, Place>();
  for (const usage of usages) {
    const id = usage.alsoRunning > 0 ? usage.place : usage.id;
    const place = places.get(id);
    if (place) place.usages.push(usage);
    else places.set(id, { id, usages: [usage] });
  }
  return [...places.values()];
}

/** `2 digests run here at once, as while a release rolls out`; undefined where one does. */
export function placeWords({ usages }: Place): string | undefined {
  const running = usages[0].alsoRunning + 1;
  return running > 1
    ? `${running} digests run here at once, as while a release rolls out`
    : undefined;
}
