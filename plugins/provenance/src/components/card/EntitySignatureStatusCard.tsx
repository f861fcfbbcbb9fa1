import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { NowProvider } from '../../hooks';
import { StatusCard } from './StatusCard';

/** The card for the overview of the entity of the page around it. */
export function EntitySignatureStatusCard(props: { now?: Date }) {
  const { entity } = useEntity();
  const { annotations } = entity.metadata;
  return (
    <InfoCard title="Signature status" variant="gridItem">
      <NowProvider now={props.now}>
        <StatusCard
          entityRef={stringifyEntityRef(entity)}
          isAnnotated={annotations?.[ARTIFACTS_ANNOTATION] !== undefined}
        />
      </NowProvider>
    </InfoCard>
  );
}
