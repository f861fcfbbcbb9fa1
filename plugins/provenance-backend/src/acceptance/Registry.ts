import type { AcceptanceRegistry } from '@countersign/domain';

/** What is in force of the acceptance registry, whoever decides it. */
export interface Registry {
  inForce(): AcceptanceRegistry;
  /** Called when another version came into force. */
  onChange(listener: () => void): void;
  /** Looks at once whether another version is. */
  load(): Promise<void>;
  start(): void;
  stop(): void;
}

/** A registry that changes only with the process. */
export function constantRegistry(registry: AcceptanceRegistry): Registry {
  return {
    inForce: () => registry,
    onChange: () => {},
    load: async () => {},
    start: () => {},
    stop: () => {},
  };
}
