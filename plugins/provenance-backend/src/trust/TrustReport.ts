import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AuthorityStatus, AuthorityWindow } from '@countersign/domain';

const day = 86_400_000;
const soon = 30 * day;

/** Puts into the log what somebody has to know about the authorities, each thing once and not again while it lasts. */
export class TrustReport {
  private said = new Set<string>();

  constructor(
    private readonly logger: LoggerService,
    private readonly clock: { now(): Date },
  ) {}

  update(statuses: AuthorityStatus[]): void {
    const now = this.clock.now().getTime();
    const lines = statuses.flatMap(status => linesOf(status, now));
    for (const { level, text } of lines) {
      if (!this.said.has(text)) this.logger[level](text);
    }
    this.said = new Set(lines.map(({ text }) => text));
  }
}

interface Line {
  level: 'info' | 'warn' | 'error';
  text: string;
}

function linesOf(status: AuthorityStatus, now: number): Line[] {
  const { name, digest, version, lastError, refusedVersion } = status;
  const line = (level: Line['level'], text: string) => ({
    level,
    text: `authority "${name}" ${text}`,
  });
  const from = version === undefined ? '' : ` (${version.split(',')[0]})`;
  return [
    status.status === 'loaded'
      ? line('info', `is in force as ${digest}${from}`)
      : line(
          'error',
          `could not be loaded: ${lastError?.message ?? 'not yet'}`,
        ),
    ...(lastError && status.status === 'loaded'
      ? [
          line(
            'warn',
            `could not be refreshed, its last good version stays: ${lastError.message}`,
          ),
        ]
      : []),
    ...(refusedVersion
      ? [
          line(
            'error',
            `offers the version ${refusedVersion.digest}, which was refused: ${refusedVersion.why}`,
          ),
        ]
      : []),
    ...(isPast(status.expiresAt, now)
      ? [line('error', `has metadata that ended at ${status.expiresAt}`)]
      : []),
    ...keysThatEnd(status.windows, now).map(({ what, end }) =>
      line('warn', `holds a ${what} that ends at ${end}`),
    ),
  ];
}

/** Certificate authorities and logs retire with a successor beside them; a key has none. */
function keysThatEnd(windows: AuthorityWindow[], now: number) {
  return windows.filter(
    ({ what, end }) =>
      what === 'key' && end !== undefined && Date.parse(end) - now < soon,
  );
}

function isPast(instant: string | undefined, now: number): boolean {
  return instant !== undefined && Date.parse(instant) <= now;
}
