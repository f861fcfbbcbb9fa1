import { useEffect, useState } from 'react';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  acceptanceProposePermission,
  acceptanceReviewPermission,
} from '@countersign/backstage-plugin-provenance-common';

/** Who is signed in, and what they may; undefined until it is known. */
export interface Me {
  /** Full reference, in small letters, as the backend compares it. */
  ref?: string;
  mayPropose?: boolean;
  mayReview?: boolean;
}

/** Only says what to show: the backend judges by itself. */
export function useMe(): Me {
  const identity = useApi(identityApiRef);
  const [ref, setRef] = useState<string>();
  useEffect(() => {
    let dropped = false;
    identity.getBackstageIdentity().then(
      ({ userEntityRef }) => {
        if (!dropped) setRef(userEntityRef.toLocaleLowerCase('en-US'));
      },
      () => undefined,
    );
    return () => {
      dropped = true;
    };
  }, [identity]);
  const propose = usePermission({ permission: acceptanceProposePermission });
  const review = usePermission({ permission: acceptanceReviewPermission });
  return {
    ref,
    mayPropose: propose.loading ? undefined : propose.allowed,
    mayReview: review.loading ? undefined : review.allowed,
  };
}
