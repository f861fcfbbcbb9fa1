import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  evidenceReadAllPermission,
  type EngineStatus,
  type StatusResponse,
} from '@countersign/backstage-plugin-provenance-common';
import type { Trust } from '../trust';

/** How the plugin itself stands; for those who may see all evidence, because it names every authority and every host. */
export class AuthorizedStatusService {
  constructor(
    private readonly options: {
      trust: Pick<Trust, 'statuses'>;
      /** Nothing where the database does not answer: the authorities are worth knowing then, too. */
      engine(): Promise<EngineStatus | undefined>;
      permissions: PermissionsService;
    },
  ) {}

  /** @throws NotAllowedError */
  async status(credentials: BackstageCredentials): Promise<StatusResponse> {
    const { permissions, trust, engine } = this.options;
    const [answer] = await permissions.authorize(
      [{ permission: evidenceReadAllPermission }],
      { credentials },
    );
    if (answer.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `needs the permission ${evidenceReadAllPermission.name}`,
      );
    }
    return { authorities: trust.statuses(), engine: await engine() };
  }
}
