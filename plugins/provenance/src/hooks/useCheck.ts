import { useCallback, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  checkCreatePermission,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';

export interface Check {
  /** Undefined until the permission back-end answered. */
  allowed: boolean | undefined;
  /** Whether a look is being asked for or under way. */
  running: boolean;
  error?: Error;
  /** One sentence for eye and ear; undefined before anything was asked for. */
  progress?: string;
  start(): void;
}

interface Requested {
  usageIds: string[];
  justLooked: string[];
  /** The list as it was when the answer came. */
  before: UsageSummary[];
}

/** Asks for a look at every usage of an entity and follows it through the list, which is polled meanwhile. */
export function useCheck(
  entityRef: string,
  usages: UsageSummary[],
  onRequested: () => void,
): Check {
  const api = useApi(provenanceApiRef);
  const permission = usePermission({ permission: checkCreatePermission });
  const [asking, setAsking] = useState(false);
  const [requested, setRequested] = useState<Requested>();
  const [error, setError] = useState<Error>();
  const shown = useRef(usages);
  shown.current = usages;

  const start = useCallback(async () => {
    setAsking(true);
    setError(undefined);
    setRequested(undefined);
    try {
      const answer = await api.requestCheck({ entityRef });
      setRequested({ ...answer, before: shown.current });
      onRequested();
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setAsking(false);
    }
  }, [api, entityRef, onRequested]);

  const busy = usages.filter(usage => usage.checking);
  // Until the list was read again it still says what was true before the request.
  const outdated = requested?.before === usages;
  return {
    allowed: permission.loading ? undefined : permission.allowed,
    running: asking || busy.length > 0,
    error,
    progress: progressWords(asking || outdated, requested, busy),
    start,
  };
}

function progressWords(
  asking: boolean,
  requested: Requested | undefined,
  busy: UsageSummary[],
): string | undefined {
  if (asking) return 'Asking for a look …';
  if (requested?.usageIds.length === 0)
    return requested.justLooked.length > 0
      ? 'Looked a moment ago; nothing is looked at again.'
      : 'There is nothing to look at.';
  const waiting = new Set(busy.map(usage => usage.id));
  const ids = requested?.usageIds ?? [...waiting];
  const done = ids.filter(id => !waiting.has(id)).length;
  if (waiting.size > 0) return `Looking: ${done} of ${ids.length} done …`;
  if (!requested) return undefined;
  return `Looked again at ${done} ${done === 1 ? 'artifact' : 'artifacts'}.`;
}
