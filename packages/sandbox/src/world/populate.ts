import { prepareActs } from './acts';
import { publishArtifactKinds } from './artifactKinds';
import { publishKeyCases } from './keyCases';
import { publishAbsenceCases, publishMaterialCases } from './materialCases';
import { publishFiles } from './releaseFiles';
import { publishReleases } from './releases';
import { publishSignerCases } from './signerCases';
import type { Stage } from './Stage';

/** Mints and publishes everything that Acme Pay has before anybody looks. */
export function populate(stage: Stage): void {
  publishReleases(stage);
  publishFiles(stage);
  publishSignerCases(stage);
  publishMaterialCases(stage);
  publishAbsenceCases(stage);
  publishKeyCases(stage);
  publishArtifactKinds(stage);
  prepareActs(stage);
}
