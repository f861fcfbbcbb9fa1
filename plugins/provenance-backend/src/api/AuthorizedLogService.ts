import type {
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  evidenceReadAllPermission,
  identityErasePermission,
  type ErasureRequest,
  type ErasureResponse,
  type IntegrityQuery,
  type IntegrityReport,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import {
  checkIntegrity,
  eraseIdentity,
  mayBeErased,
  placeFrom,
  type LogSettings,
} from '../log';
import { needs } from './needs';

/** What can be asked of the sealed log, for those who may. */
export class AuthorizedLogService {
  /** A check reads a good part of the database: one at a time in each replica. */
  private isChecking = false;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: Clock;
      permissions: PermissionsService;
      userInfo: UserInfoService;
      settings: Pick<LogSettings, 'erasers'>;
    },
  ) {}

  /**
   * Whether the log is whole, as far as one call gets.
   *
   * @param signal - ends the check where nobody waits for it any more
   * @throws NotAllowedError, InputError for half a head, ServiceUnavailableError while another check runs
   */
  async integrity(
    query: IntegrityQuery,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<IntegrityReport> {
    const { knex, clock, permissions } = this.options;
    await needs(permissions, evidenceReadAllPermission, credentials);
    const known = knownOf(query);
    const after = afterOf(query);
    if (this.isChecking)
      throw new ServiceUnavailableError('another check is running; try again');
    this.isChecking = true;
    try {
      const now = clock.now();
      return await checkIntegrity({ knex, now, known, after, signal });
    } finally {
      this.isChecking = false;
    }
  }

  /**
   * Takes an identity out of the log. It cannot be undone, and permissions may be switched off: therefore people alone,
   * and of them those whom the configuration names.
   *
   * @throws NotAllowedError, InputError for a text that cannot be an identity, ConflictError while
   * it counts in an open proposal, ServiceUnavailableError while another erasure runs
   */
  async erase(
    { identity }: ErasureRequest,
    credentials: BackstageCredentials,
  ): Promise<ErasureResponse> {
    const { knex, clock, permissions } = this.options;
    await needs(permissions, identityErasePermission, credentials);
    await this.needsEraser(credentials);
    if (!mayBeErased(identity))
      throw new InputError(
        'an identity is an address, a URI or a name as a certificate has it; no single word, digest or instant',
      );
    const now = clock.now().toISOString();
    const details = await eraseIdentity({ knex, identity, now });
    if (details === undefined)
      throw new ServiceUnavailableError(
        'another erasure is running; try again',
      );
    return { details };
  }

  private async needsEraser(credentials: BackstageCredentials): Promise<void> {
    const { userInfo, settings } = this.options;
    const { type } = credentials.principal as { type?: string };
    if (type !== 'user') throw new NotAllowedError('only people may erase');
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const names = new Set(settings.erasers.map(lowerCase));
    if (!ownershipEntityRefs.some(ref => names.has(lowerCase(ref))))
      throw new NotAllowedError(
        'provenance.log.erasers names nobody whom you are',
      );
  }
}

/** References of entities are compared without regard to case. */
function lowerCase(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}

function knownOf({ sequence, hash }: IntegrityQuery) {
  if (sequence === undefined && hash === undefined) return undefined;
  if (sequence === undefined || hash === undefined)
    throw new InputError('a known head has a sequence and a hash');
  return { sequence: Number(sequence), hash };
}

function afterOf({ after }: IntegrityQuery) {
  if (after === undefined) return undefined;
  const [sequence, hash, place] = after.split(':');
  const head = { sequence: Number(sequence), hash };
  if (place === undefined) return head;
  const shown = placeFrom(place);
  if (!shown) throw new InputError('after is not the next of an answer');
  return { ...head, shown };
}
