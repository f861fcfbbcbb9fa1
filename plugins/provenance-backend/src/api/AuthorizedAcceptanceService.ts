import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  acceptanceReadPermission,
  type AcceptanceResponse,
} from '@countersign/backstage-plugin-provenance-common';
import type { AcceptanceRegistry } from '@countersign/domain';
import { needs } from './needs';

/** The rules in force, for those who may read them: they name everybody who may sign. */
export class AuthorizedAcceptanceService {
  constructor(
    private readonly options: {
      permissions: PermissionsService;
      /** The registry by which is judged now. */
      registry(): AcceptanceRegistry;
    },
  ) {}

  /** @throws NotAllowedError */
  async inForce(
    credentials: BackstageCredentials,
  ): Promise<AcceptanceResponse> {
    const { permissions, registry } = this.options;
    await needs(permissions, acceptanceReadPermission, credentials);
    return registry();
  }
}
