import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConfigurationError,
  readText,
  Section,
  uniqueNames,
} from '@countersign/domain';
import type { NotificationSettings } from '../tell';
import { readDuration, toMilliseconds } from './readDuration';

const recipientKinds = ['user', 'group'];

/**
 * Everything under `provenance.notifications`: who is told what happens.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readNotifications(
  value: unknown,
  path: string,
): NotificationSettings {
  const section = Section.of(value, path, [
    'owners',
    'security',
    'operators',
    'window',
    'giveUpAfter',
  ]);
  const duration = (key: string, otherwise: number, most: number) =>
    section.has(key)
      ? readDuration(section.raw(key), section.at(key), {
          least: { minutes: 1 },
          most: { hours: most },
        })
      : toMilliseconds({ hours: otherwise });
  const settings = {
    owners: section.optionalBoolean('owners') ?? true,
    security: readRecipients(section, 'security'),
    operators: readRecipients(section, 'operators'),
    windowMs: duration('window', 1, 24),
    giveUpMs: duration('giveUpAfter', 72, 720),
  };
  // What was told is forgotten then, and would be told again within the window.
  if (settings.giveUpMs < settings.windowMs)
    section.fail('giveUpAfter', 'must not be shorter than the window');
  return settings;
}

function readRecipients(section: Section, key: string): string[] {
  const recipients = section.optionalList(key, readRecipient) ?? [];
  uniqueNames(recipients, section.at(key), 'the recipient');
  return recipients;
}

/** A name that the catalog does not know is told nothing, and whoever wrote it believes that it is. */
function readRecipient(value: unknown, path: string): string {
  const text = readText(value, path);
  try {
    const ref = parseEntityRef(text);
    if (recipientKinds.includes(ref.kind.toLowerCase()))
      return stringifyEntityRef(ref);
  } catch {
    // Said below, with an example.
  }
  throw new ConfigurationError(
    path,
    `"${text}" is no user or group; write "group:default/security"`,
  );
}
