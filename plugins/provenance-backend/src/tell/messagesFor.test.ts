import { at, digestOf } from '../__testUtils__/fixtures';
import { messagesFor as draftsFor, type MessageSettings } from './messagesFor';
import type { OutboxRow } from './OutboxRow';

const security = 'group:default/security';
const operators = 'group:default/operators';
const cause = `signature-invalid:${digestOf('a')}`;
let ids = 0;

function row(changes: Partial<OutboxRow> = {}): OutboxRow {
  ids++;
  return {
    id: ids,
    topic: 'signature-invalid',
    cause,
    usage_id: `u${ids}`,
    entity_ref: 'component:default/payments',
    subject: 'ghcr.io/acme/payments:1',
    environment: 'prod',
    code: null,
    happened_at: at(ids),
    told_at: null,
    ...changes,
  };
}

function settings(changes: Partial<MessageSettings> = {}): MessageSettings {
  return {
    security: [security],
    operators: [operators],
    owners: new Map([
      ['component:default/payments', ['group:default/payments']],
      ['component:default/cards', ['group:default/cards']],
    ]),
    isFirstDiscovery: false,
    ...changes,
  };
}

const messagesFor = (rows: OutboxRow[], by: MessageSettings) =>
  draftsFor(rows, by).map(({ alert }) => alert);

const many = (count: number, make: (i: number) => Partial<OutboxRow>) =>
  Array.from({ length: count }, (_, i) => row(make(i)));

const down = (host: string) =>
  row({
    topic: 'host-down',
    cause: `host:${host}`,
    usage_id: null,
    entity_ref: null,
    environment: null,
    subject: host,
    code: 'registry-unreachable',
  });

describe('messagesFor', () => {
  beforeEach(() => {
    ids = 0;
  });

  it('says what happened, where, what to do, and leads to the page of the entity', () => {
    const [message] = messagesFor([row()], settings({ owners: new Map() }));
    expect(message).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      topic: 'signature-invalid',
      recipients: [security],
      severity: 'critical',
      title: 'The signature does not fit the content: ghcr.io/acme/payments:1',
      description: [
        'Treat it as tampering until shown otherwise: compare with the build that published it, then sign it again.',
        '• component:default/payments runs ghcr.io/acme/payments:1 in prod',
      ].join('\n'),
      link: '/catalog/default/component/payments/provenance',
      at: at(1),
    });
  });

  it('makes one message of one digest on forty usages, which names some and counts all', () => {
    const rows = many(40, i => ({ entity_ref: `component:default/c${i}` }));
    const messages = messagesFor(rows, settings({ owners: new Map() }));
    expect(messages).toHaveLength(1);
    const lines = messages[0].description.split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[1]).toContain('component:default/c0 runs');
    expect(lines[6]).toBe('• and 35 more');
  });

  it('tells each owner of their own entities only, and security of all', () => {
    const rows = [row(), row({ entity_ref: 'component:default/cards' })];
    const messages = messagesFor(rows, settings());
    const told = Object.fromEntries(
      messages.map(one => [one.recipients[0], one.description]),
    );
    expect(Object.keys(told)).toEqual([
      security,
      'group:default/payments',
      'group:default/cards',
    ]);
    expect(told[security]).toMatch(/payments[^]*cards/);
    expect(told['group:default/payments']).not.toContain('cards');
    expect(told['group:default/cards']).not.toContain(
      'component:default/payments',
    );
  });

  it('tells nobody twice who is owner and security', () => {
    const owners = new Map([['component:default/payments', [security]]]);
    expect(messagesFor([row()], settings({ owners }))).toHaveLength(1);
  });

  it('makes one message of more root causes than anybody reads', () => {
    const rows = many(12, i => ({ cause: `signature-invalid:${i}` }));
    const messages = messagesFor(rows, settings({ owners: new Map() }));
    expect(messages).toMatchObject([
      { topic: 'several', severity: 'critical', recipients: [security] },
    ]);
    expect(messages[0].title).toMatch(/^Several things at once/);
    expect(messages[0].description).toMatch(
      /^Treat it as tampering[^\n]*\n• 12 × The signature does not fit the content\n/,
    );
  });

  it('makes one summary of a first look at ten thousand usages, counted by what is wrong', () => {
    const rows = many(10_000, i => ({
      cause: 'first-look',
      topic: i % 4 ? 'signature-invalid' : 'wrong-authority',
      subject: `ghcr.io/acme/a${i}:1`,
    }));
    const messages = messagesFor(rows, settings({ isFirstDiscovery: true }));
    expect(messages).toMatchObject([
      {
        topic: 'first-look',
        severity: 'high',
        recipients: [security],
        title: 'First look: 10000 usages need attention',
      },
    ]);
    const lines = messages[0].description.split('\n');
    expect(lines).toHaveLength(8);
    expect(lines.slice(0, 2)).toEqual([
      '• 2500 × The right name, vouched for by the wrong authority',
      '• 7500 × The signature does not fit the content',
    ]);
  });

  it('tells the owner of what is new where the portal is not', () => {
    const messages = messagesFor([row({ cause: 'first-look' })], settings());
    expect(messages.map(one => one.recipients)).toEqual([
      [security],
      ['group:default/payments'],
    ]);
  });

  it('makes one message of a change of configuration that flips hundreds', () => {
    const rows = many(300, i => ({
      cause: 'configuration:g2',
      topic: 'wrong-authority',
      subject: `ghcr.io/acme/a${i}:1`,
    }));
    const messages = messagesFor(rows, settings({ owners: new Map() }));
    expect(messages).toMatchObject([
      {
        topic: 'configuration-change',
        title: 'A change of rules or trust: 300 usages need attention',
      },
    ]);
  });

  it('tells of a host only the operators', () => {
    const messages = messagesFor([down('ghcr.io')], settings());
    expect(messages).toMatchObject([
      {
        topic: 'host-down',
        recipients: [operators],
        title: 'The registry does not answer: ghcr.io',
        description: expect.stringContaining('ghcr.io since'),
        link: undefined,
      },
    ]);
    expect(messages[0].description).toContain('Nothing becomes untrusted');
  });

  it('makes no message for whom nobody named', () => {
    const nobody = settings({ security: [], operators: [], owners: new Map() });
    expect(messagesFor([row(), down('ghcr.io')], nobody)).toEqual([]);
  });

  it('writes out what a stranger put into a name, and keeps titles short', () => {
    const subject = `ghcr.io/<!channel>|[x](https://evil)*\u202e${'y'.repeat(
      900,
    )}`;
    const [message] = messagesFor(
      [row({ subject, environment: '<b>\nprod' })],
      settings(),
    );
    const text = message.title + message.description;
    expect(text).not.toMatch(/[<>|*[\]\u202e]/);
    expect(message.title).toContain('\\u{3c}!channel\\u{3e}');
    expect(message.title.length).toBeLessThanOrEqual(200);
    expect(message.description.split('\n')).toHaveLength(2);
  });

  it('makes neither a link nor a call to everybody of what an annotation calls an environment', () => {
    const environment = '@here log in at https://evil.example/sso';
    const [{ description }] = messagesFor([row({ environment })], settings());
    expect(description).not.toContain('://evil');
    expect(description).not.toContain('@here');
    expect(description).toContain('evil.example');
  });

  it('encodes names in the link', () => {
    const [message] = messagesFor(
      [row({ entity_ref: 'component:default/a?b#c' })],
      settings(),
    );
    expect(message.link).toBe(
      '/catalog/default/component/a%3Fb%23c/provenance',
    );
  });

  it('gives the same message the same id, and another one another', () => {
    const rows = [row(), row({ entity_ref: 'component:default/cards' })];
    const idsOf = () => messagesFor(rows, settings()).map(one => one.id);
    expect(idsOf()).toEqual(idsOf());
    expect(new Set(idsOf()).size).toBe(3);
  });
});
