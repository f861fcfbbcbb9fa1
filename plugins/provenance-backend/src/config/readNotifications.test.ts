import { ConfigurationError } from '@countersign/domain';
import { readNotifications } from './readNotifications';

const read = (value: unknown) =>
  readNotifications(value, 'provenance.notifications');

describe('readNotifications', () => {
  it('tells owners, and nobody else, where nothing is configured', () => {
    expect(read({})).toEqual({
      owners: true,
      security: [],
      operators: [],
      windowMs: 3_600_000,
      giveUpMs: 3 * 86_400_000,
    });
  });

  it('takes users and groups, and times', () => {
    expect(
      read({
        owners: false,
        security: ['Group:Default/Security'],
        operators: ['user:default/ops', 'group:platform/oncall'],
        window: { minutes: 10 },
        giveUpAfter: { days: 1 },
      }),
    ).toEqual({
      owners: false,
      security: ['group:default/security'],
      operators: ['user:default/ops', 'group:platform/oncall'],
      windowMs: 600_000,
      giveUpMs: 86_400_000,
    });
  });

  it.each([
    ['securty', { securty: [] }, 'did you mean "security"?'],
    ['security', { security: 'group:default/x' }, 'must be a list'],
    ['security', { security: [] }, 'is empty'],
    ['security[0]', { security: ['security'] }, 'is no user or group'],
    ['security[0]', { security: ['component:default/x'] }, 'no user or group'],
    [
      'operators',
      { operators: ['user:default/a', 'User:default/A'] },
      'is there twice',
    ],
    ['owners', { owners: 'yes' }, 'must be true or false'],
    ['window', { window: { seconds: 1 } }, 'must lie between'],
    ['window', { window: { days: 2 } }, 'must lie between'],
    [
      'giveUpAfter',
      { window: { hours: 2 }, giveUpAfter: { hours: 1 } },
      'must not be shorter than the window',
    ],
  ])('refuses %s in %j', (key, value, message) => {
    const attempt = () => read(value);
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(`provenance.notifications.${key}`);
  });
});
