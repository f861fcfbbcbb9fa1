import { publishRelease, pushRelease } from './publish';
import type { Stage } from './Stage';

/**
 * Something that happens after the world was first looked at.
 *
 * @public
 */
export interface Act {
  id: string;
  /** The repository that has to be looked at first. */
  repository: string;
  /** Whether it happened, in this process or before a restart. */
  readonly played: boolean;
  /** Plays it, once. */
  run(): Promise<void>;
}

interface ActScript {
  id: string;
  repository: string;
  prepare(stage: Stage): void;
  play(stage: Stage): void;
}

const webhooks = {
  repository: 'acme-pay/payments/webhook-relay',
  source: 'acme-pay/webhook-relay',
  tag: '1.4.0',
};

const loyalty = {
  repository: 'acme-pay/cards/loyalty-points',
  source: 'acme-pay/loyalty-points',
  tag: '5.0.3',
};

export const actScripts: ActScript[] = [
  {
    id: 'tag-moved',
    repository: webhooks.repository,
    prepare: stage => publishRelease(stage, webhooks),
    // The same tag over other bytes, which nobody signed.
    play: stage => pushRelease(stage, { ...webhooks, source: 'unknown' }),
  },
  {
    id: 'registry-down',
    repository: loyalty.repository,
    prepare: stage => publishRelease(stage, loyalty),
    play: stage =>
      stage.registry.setFault(loyalty.repository, { kind: 'down' }),
  },
];

export function prepareActs(stage: Stage): void {
  for (const script of actScripts) script.prepare(stage);
}
