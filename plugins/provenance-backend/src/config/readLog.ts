import { readText, Section } from '@countersign/domain';
import type { WebhookAccess } from '@countersign/verifier';
import type { LogSettings } from '../log';
import { readDuration, toMilliseconds } from './readDuration';
import { isLoopback } from './readHosts';

/** A week and a year are as long as people say; leap days are not what a retention is about. */
const year = { days: 365 };

/** Everything under `provenance.log`: the sealed log, its head, and how long it is kept. */
export function readLog(value: unknown, path: string): LogSettings {
  const section = Section.of(value, path, [
    'headInterval',
    'retention',
    'erasers',
    'head',
  ]);
  const duration = (
    key: string,
    otherwise: number,
    bounds: Parameters<typeof readDuration>[2],
  ) =>
    section.has(key)
      ? readDuration(section.raw(key), section.at(key), bounds)
      : otherwise;
  const erasers = section.optionalList('erasers', readText) ?? [];
  erasers.forEach((ref, i) => {
    if (!/^(?:user|group):[^/:\s]+\/[^/:\s]+$/.test(ref))
      section.fail(
        `erasers[${i}]`,
        'must be a full reference, such as group:default/privacy',
      );
  });
  return {
    headIntervalMs: duration('headInterval', toMilliseconds({ hours: 1 }), {
      least: { minutes: 1 },
      most: { hours: 1 },
    }),
    retentionMs: duration('retention', 7 * toMilliseconds(year), {
      least: { days: 30 },
      most: { days: 36_500 },
    }),
    erasers,
    ...(section.has('head') &&
      readHead(section.raw('head'), section.at('head'))),
  };
}

function readHead(value: unknown, path: string) {
  const section = Section.of(value, path, ['webhook']);
  if (!section.has('webhook')) return {};
  return {
    webhook: readWebhook(section.raw('webhook'), section.at('webhook')),
  };
}

/** A key that can be guessed signs for anybody. */
const shortestSecret = 16;

/** @throws ConfigurationError, never with the address or a secret in it: services put tokens into addresses */
function readWebhook(value: unknown, path: string): WebhookAccess {
  const section = Section.of(value, path, [
    'url',
    'privateNetwork',
    'token',
    'secret',
  ]);
  const privateNetwork = section.optionalBoolean('privateNetwork');
  const token = section.optionalString('token');
  const secret = section.optionalString('secret');
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    section.fail('token', 'holds what no header can hold');
  if (secret !== undefined && secret.length < shortestSecret)
    section.fail('secret', `must have at least ${shortestSecret} characters`);
  return {
    url: readAddress(section),
    ...(privateNetwork !== undefined && { privateNetwork }),
    ...(token !== undefined && { token }),
    ...(secret !== undefined && { secret }),
  };
}

function readAddress(section: Section): string {
  const text = section.string('url');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return section.fail('url', 'must be an address that begins with https://');
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    section.fail('url', 'has no place for a credential before "@", or for "#"');
  // Whoever sits between could keep the head, or answer for the place that should have it.
  if (url.protocol === 'http:' && !isLoopback(url.host))
    section.fail('url', 'is without TLS, which is for loopback hosts only');
  return url.href;
}
