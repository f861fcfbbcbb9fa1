import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';

const form = /^(?:group|user):[a-z0-9._-]+\/[a-z0-9._-]+$/;

/** Whose it is: a link into the catalog where it is the full reference of a group or user. */
export function Owner({ entityRef }: { entityRef: string }) {
  return form.test(entityRef) ? (
    <EntityRefLink entityRef={entityRef} />
  ) : (
    <>{visibleText(entityRef, 120)}</>
  );
}
