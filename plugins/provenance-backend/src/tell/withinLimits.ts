import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { OutboxRow } from './OutboxRow';

/** Messages to one recipient within the window. */
export const mostMessages = 10;
/** How many of them may be about one thing: a flood about one image must not hide what happens to another. */
export const mostOfOneScope = 3;

/** A message, what it tells, and what that is about. */
export interface Draft {
  alert: Alert;
  rows: OutboxRow[];
  /** A hash; what nothing is in common of has one of its own. */
  scope: string;
}

/** What a recipient was told within the window, and what waits for them. */
export interface Spent {
  /** Scopes of the messages, one for each. */
  told: string[];
  /** Scopes of which something is held. */
  held: ReadonlySet<string>;
}

export interface Telling {
  recipient: string;
  scope: string;
}

export interface HeldRow extends Telling {
  outboxId: OutboxRow['id'];
}

export interface Shares {
  send: Alert[];
  told: Telling[];
  held: HeldRow[];
}

const notice =
  '• Much happens at the moment: what follows may come later, as one message.';

/**
 * Says which messages go out and what is held for a summary, for each recipient of each message. Whoever has push
 * rights decides how much happens, and must decide neither how many messages people get nor, by their number, which
 * ones they do not get: the worst come first, and no scope takes all of a recipient's share.
 *
 * What is held holds what comes after it: a scope is told together once it began to wait.
 */
export function withinLimits(
  drafts: Draft[],
  spentBefore: ReadonlyMap<string, Spent>,
): Shares {
  const spent = new Map(
    [...spentBefore].map(([recipient, { told, held }]) => [
      recipient,
      { told: [...told], held: new Set(held) },
    ]),
  );
  const shares: Shares = { send: [], told: [], held: [] };
  for (const draft of worstFirst(drafts)) {
    const { alert, rows, scope } = draft;
    const recipients: string[] = [];
    let isLast = false;
    for (const recipient of alert.recipients) {
      const own = spent.get(recipient) ?? { told: [], held: new Set() };
      spent.set(recipient, own);
      if (own.held.has(scope) || isSpent(own.told, scope)) {
        own.held.add(scope);
        for (const row of rows)
          shares.held.push({ recipient, scope, outboxId: row.id });
        continue;
      }
      own.told.push(scope);
      shares.told.push({ recipient, scope });
      recipients.push(recipient);
      isLast ||= isSpent(own.told, scope);
    }
    if (recipients.length > 0)
      shares.send.push(withNotice({ ...alert, recipients }, isLast));
  }
  return shares;
}

function isSpent(told: string[], scope: string): boolean {
  return (
    told.length >= mostMessages ||
    told.filter(one => one === scope).length >= mostOfOneScope
  );
}

function worstFirst(drafts: Draft[]): Draft[] {
  const isCritical = ({ alert }: Draft) => alert.severity === 'critical';
  return [
    ...drafts.filter(isCritical),
    ...drafts.filter(draft => !isCritical(draft)),
  ];
}

function withNotice(alert: Alert, isLast: boolean): Alert {
  return isLast
    ? { ...alert, description: `${alert.description}\n${notice}` }
    : alert;
}
