import type { WorkClaim, WorkMode } from '../store';

/** Claims that are worked off as one: the usages of one artifact, or one usage. */
export interface Task {
  claims: WorkClaim[];
  mode: WorkMode;
  /** Who is asked; absent where nobody is. */
  host?: string;
}

/** What was claimed is held from then on, while it waits for a place as well. */
export interface HeldTask extends Task {
  lease: { end(): void };
}

/** Puts together what shares a look. */
export function tasksOf(claims: readonly WorkClaim[]): Task[] {
  const tasks = new Map<string, Task>();
  for (const claim of claims) {
    const { mode, host, artifactKey, usageId } = claim;
    const isShared = mode === 'look' && artifactKey !== undefined;
    const name = isShared ? `artifact ${artifactKey}` : `usage ${usageId}`;
    const known = tasks.get(name);
    if (known) known.claims.push(claim);
    else tasks.set(name, { claims: [claim], mode, ...asked(mode, host) });
  }
  return [...tasks.values()];
}

function asked(mode: WorkMode, host: string | undefined): { host?: string } {
  return mode === 'judge' || host === undefined ? {} : { host };
}
