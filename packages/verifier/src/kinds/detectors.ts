import type { ArtifactKind } from '@countersign/domain';
import { containerImage } from './detectors/containerImage';
import { firmware } from './detectors/firmware';
import { functionBundle } from './detectors/functionBundle';
import { helmChart } from './detectors/helmChart';
import { kubernetesManifest } from './detectors/kubernetesManifest';
import { machineLearningModel } from './detectors/machineLearningModel';
import { pipelineDefinition } from './detectors/pipelineDefinition';
import { policyBundle } from './detectors/policyBundle';
import { sbom } from './detectors/sbom';
import { softwarePackage } from './detectors/softwarePackage';
import { terraformModule } from './detectors/terraformModule';
import { terraformPlan } from './detectors/terraformPlan';
import type { KindDetector } from './KindDetector';

/** Every kind with how its bytes are known, in the order of the kinds. */
export const detectors: ReadonlyMap<ArtifactKind, KindDetector> = new Map<
  ArtifactKind,
  KindDetector
>([
  ['container-image', containerImage],
  ['helm-chart', helmChart],
  ['kubernetes-manifest', kubernetesManifest],
  ['terraform-module', terraformModule],
  ['terraform-plan', terraformPlan],
  ['policy-bundle', policyBundle],
  ['pipeline-definition', pipelineDefinition],
  ['function-bundle', functionBundle],
  ['machine-learning-model', machineLearningModel],
  ['firmware', firmware],
  ['package', softwarePackage],
  ['sbom', sbom],
]);
