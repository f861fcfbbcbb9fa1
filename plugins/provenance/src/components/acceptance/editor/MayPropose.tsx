import { usePermission } from '@backstage/plugin-permission-react';
import { acceptanceProposePermission } from '@countersign/backstage-plugin-provenance-common';
import { Notice } from '../../parts';

/** Whoever may not propose learns it before they write, and not when they save. */
export function MayPropose() {
  const { loading, allowed } = usePermission({
    permission: acceptanceProposePermission,
  });
  if (loading || allowed) return null;
  return (
    <Notice
      role="status"
      tone="grey"
      title="You are not allowed to propose changes."
    >
      You can write here and copy the YAML. Saving needs the permission{' '}
      <code>{acceptanceProposePermission.name}</code>. The owners of this
      portal’s permission policy, usually the platform team, can grant it.
    </Notice>
  );
}
