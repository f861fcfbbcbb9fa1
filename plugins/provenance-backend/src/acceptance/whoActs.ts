import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Governance, Reviewer } from '@countersign/domain';
import { inSmallLetters } from '../store';
import { isPerson, reviewerOf } from './reviewerOf';

/** Somebody who is signed in, as they are now. */
export interface Actor {
  /** Full reference, in small letters. */
  ref: string;
  reviewer: Reviewer;
}

/**
 * The person who asks. Services hold every permission unless they are restricted, and so does everybody where a policy
 * allows all: therefore nothing but a person who asks for themselves is let through, whatever permissions say (S9.6).
 *
 * @throws NotAllowedError for services, for plugins also where they act on behalf of somebody, and for guests
 */
export async function whoActs(
  credentials: BackstageCredentials,
  options: {
    userInfo: UserInfoService;
    governance: Pick<Governance, 'reviewers'>;
  },
): Promise<Actor> {
  const { userInfo, governance } = options;
  const principal = credentials.principal as Partial<BackstageUserPrincipal>;
  const { type, userEntityRef, actor } = principal;
  if (type !== 'user' || userEntityRef === undefined)
    throw new NotAllowedError('only people may change the acceptance list');
  if (actor !== undefined)
    throw new NotAllowedError(
      'people change the acceptance list themselves; no plugin does it for them',
    );
  if (!isPerson(userEntityRef))
    throw new NotAllowedError('guests may not change the acceptance list');
  const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
  return {
    ref: inSmallLetters(userEntityRef),
    reviewer: reviewerOf(userEntityRef, ownershipEntityRefs, governance),
  };
}
