import { at } from '../__testUtils__/fixtures';
import { randomFrom } from '../__testUtils__/telling';
import type { OutboxRow } from './OutboxRow';
import {
  mostMessages,
  mostOfOneScope,
  withinLimits,
  type Draft,
  type Spent,
} from './withinLimits';

const one = 'group:default/one';
const two = 'group:default/two';

let ids = 0;

function draft(
  scope: string,
  changes: Partial<Draft['alert']> = {},
  rows = 1,
): Draft {
  return {
    scope,
    rows: Array.from({ length: rows }, () => ({ id: ++ids } as OutboxRow)),
    alert: {
      id: `m${++ids}`,
      topic: 'moved-to-unsigned',
      recipients: [one],
      severity: 'high',
      title: scope,
      description: 'what to do',
      at: at(0),
      ...changes,
    },
  };
}

const many = (count: number, make: (i: number) => Draft) =>
  Array.from({ length: count }, (_, i) => make(i));
const nothing = new Map<string, Spent>();
const titles = ({ send }: ReturnType<typeof withinLimits>) =>
  send.map(({ title }) => title);

describe('withinLimits', () => {
  it('lets no scope take more than its share, and no flood hide another thing', () => {
    const flood = many(50, () => draft('payments'));
    const shares = withinLimits([...flood, draft('cards')], nothing);
    expect(titles(shares)).toEqual([
      'payments',
      'payments',
      'payments',
      'cards',
    ]);
    expect(shares.held).toHaveLength(50 - mostOfOneScope);
    expect(new Set(shares.held.map(({ scope }) => scope))).toEqual(
      new Set(['payments']),
    );
  });

  it('sends no more than so many messages, whatever they are about', () => {
    const shares = withinLimits(
      many(50, i => draft(`s${i}`)),
      nothing,
    );
    expect(shares.send).toHaveLength(mostMessages);
    expect(shares.held).toHaveLength(50 - mostMessages);
  });

  it('counts what was told before, for each recipient by itself', () => {
    const spent = new Map([
      [
        one,
        {
          told: many(mostMessages, i => draft(`s${i}`)).map(d => d.scope),
          held: new Set<string>(),
        },
      ],
    ]);
    const shares = withinLimits(
      [draft('payments', { recipients: [one, two] })],
      spent,
    );
    expect(shares.send).toMatchObject([{ recipients: [two] }]);
    expect(shares.told).toEqual([{ recipient: two, scope: 'payments' }]);
    expect(shares.held).toMatchObject([{ recipient: one, scope: 'payments' }]);
  });

  it('holds what comes after something that is held, so that it is told in one', () => {
    const spent = new Map([[one, { told: [], held: new Set(['payments']) }]]);
    const shares = withinLimits([draft('payments'), draft('cards')], spent);
    expect(titles(shares)).toEqual(['cards']);
    expect(shares.held).toMatchObject([{ scope: 'payments' }]);
  });

  it('sends the worst first', () => {
    const shares = withinLimits(
      [
        ...many(20, i => draft(`s${i}`)),
        draft('payments', { severity: 'critical' }),
      ],
      nothing,
    );
    expect(titles(shares)[0]).toBe('payments');
  });

  it('says in the last one that what follows comes later', () => {
    const { send } = withinLimits(
      many(4, () => draft('payments')),
      nothing,
    );
    expect(send.map(({ description }) => description)).toEqual([
      'what to do',
      'what to do',
      'what to do\n• Much happens at the moment: what follows may come later, as one message.',
    ]);
  });

  it('changes nothing of what it was given', () => {
    const told: string[] = [];
    const held = new Set<string>();
    withinLimits(
      many(5, () => draft('payments')),
      new Map([[one, { told, held }]]),
    );
    expect([told.length, held.size]).toEqual([0, 0]);
  });

  it.each([1, 2, 3, 4, 5])(
    'sends or holds each row for each recipient exactly once (order %d)',
    seed => {
      const random = randomFrom(seed);
      const pick = <T>(all: T[]) => all[Math.floor(random() * all.length)];
      const drafts = many(80, () =>
        draft(
          `s${Math.floor(random() * 12)}`,
          {
            recipients: pick([[one], [two], [one, two]]),
            severity: pick(['high', 'critical']),
          },
          1 + Math.floor(random() * 4),
        ),
      );
      const shares = withinLimits(drafts, nothing);
      for (const recipient of [one, two]) {
        const own = drafts.filter(d => d.alert.recipients.includes(recipient));
        const sent = new Set(
          shares.send
            .filter(alert => alert.recipients.includes(recipient))
            .map(({ id }) => id),
        );
        const told = own.filter(d => sent.has(d.alert.id));
        const held = shares.held.filter(row => row.recipient === recipient);
        expect(told.length).toBeLessThanOrEqual(mostMessages);
        expect(
          [
            ...told.flatMap(d => d.rows.map(row => row.id)),
            ...held.map(row => row.outboxId),
          ].sort(),
        ).toEqual(own.flatMap(d => d.rows.map(row => row.id)).sort());
        for (const scope of new Set(own.map(d => d.scope)))
          expect(
            told.filter(d => d.scope === scope).length,
          ).toBeLessThanOrEqual(mostOfOneScope);
      }
    },
  );
});
