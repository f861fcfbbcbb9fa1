import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { NowProvider } from '../../hooks';
import { ProvenanceTab } from './ProvenanceTab';

/** The tab's content for the entity of the page around it. */
export function EntityProvenanceContent(props: { now?: Date }) {
  const { entity } = useEntity();
  const { annotations, name } = entity.metadata;
  return (
    <NowProvider now={props.now}>
      <ProvenanceTab
        entityRef={stringifyEntityRef(entity)}
        entityName={name}
        isAnnotated={annotations?.[ARTIFACTS_ANNOTATION] !== undefined}
      />
    </NowProvider>
  );
}
