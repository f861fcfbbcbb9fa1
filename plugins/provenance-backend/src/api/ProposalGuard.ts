import type {
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { acceptanceReadPermission } from '@countersign/backstage-plugin-provenance-common';
import {
  contentDiff,
  reviewDemand,
  type Governance,
  type RegistryContent,
} from '@countersign/domain';
import { whoActs, type Actor } from '../acceptance/whoActs';
import { ProposalRefusedError } from '../store';
import { needs } from './needs';

export interface ProposalGuardOptions {
  permissions: PermissionsService;
  userInfo: UserInfoService;
  /** Absent where configuration is the registry. */
  governance?: Governance;
}

/** Who may read proposals, and who may do something about them: people alone, by permission and by configuration (S9.6). */
export class ProposalGuard {
  constructor(private readonly options: ProposalGuardOptions) {}

  /** @throws NotAllowedError */
  async needsRead(credentials: BackstageCredentials): Promise<void> {
    const { permissions } = this.options;
    await needs(permissions, acceptanceReadPermission, credentials);
  }

  /** @throws NotAllowedError, ProposalRefusedError where there is nothing that could be proposed */
  async actor(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<Actor> {
    const { userInfo, permissions } = this.options;
    const actor = await whoActs(credentials, {
      ...{ userInfo, governance: this.governance() },
    });
    // What is answered quotes the list.
    await this.needsRead(credentials);
    await needs(permissions, permission, credentials);
    return actor;
  }

  /**
   * Reviewers, and whoever speaks for an owner of a rule that is touched.
   *
   * @throws NotAllowedError
   */
  needsVoice(
    { reviewer }: Actor,
    change?: { base: RegistryContent; content: RegistryContent },
  ): void {
    if (reviewer.mayReview) return;
    const owners = change
      ? reviewDemand(
          contentDiff(change.base, change.content),
          this.governance(),
        ).owners
      : [];
    if (owners.some(owner => reviewer.speaksFor.includes(owner))) return;
    throw new NotAllowedError(
      'provenance.acceptance.reviewers names nobody whom you are',
    );
  }

  private governance(): Governance {
    const { governance } = this.options;
    if (governance) return governance;
    throw new ProposalRefusedError(
      'nothing-in-force',
      'the acceptance list lives in the configuration; set provenance.acceptance.source to "database" to propose changes',
    );
  }
}
