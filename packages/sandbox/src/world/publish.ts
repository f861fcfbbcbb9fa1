import { createHash } from 'node:crypto';
import type { Digest } from '@countersign/domain';
import { pushArtifact, pushImage, type ArtifactContent } from '../images';
import {
  attest,
  predicateTypes,
  provenancePredicate,
  sbomPredicate,
  signImage,
  type Layout,
} from '../layouts';
import {
  workflowIdentity,
  type CertificateIdentity,
  type RekorEntryKind,
  type Signer,
} from '../minter';
import type { Repository } from '../registry';
import type { Stage } from './Stage';

/** A release of an image or another OCI artifact. */
export interface Release {
  /** Repository in the registry, without the host. */
  repository: string;
  /** Source repository, `owner/name`. */
  source: string;
  tag: string;
  /** Ref that was built. `refs/tags/v<tag>` where absent. */
  ref?: string;
  workflow?: string;
  platforms?: string[];
  layout?: Layout;
  /** What every signature of the release is logged as. As usual for its content where absent. */
  logEntry?: RekorEntryKind;
  /** Packages in the SBOM. */
  packages?: Record<string, string>;
  artifact?: Omit<ArtifactContent, 'tag'>;
}

/** Pushes the image or artifact of a release, and signs nothing. */
export function pushRelease(
  stage: Stage,
  release: Pick<
    Release,
    'repository' | 'source' | 'tag' | 'platforms' | 'artifact'
  >,
): { repository: Repository; subject: Digest } {
  const repository = stage.registry.repository(release.repository);
  const { tag, artifact } = release;
  const { digest } = artifact
    ? pushArtifact(repository, { tag, ...artifact })
    : pushImage(repository, {
        tag,
        platforms: release.platforms,
        files: { 'app/release': `${release.source} ${tag}\n` },
        labels: {
          'org.opencontainers.image.source': `https://github.com/${release.source}`,
          'org.opencontainers.image.version': tag,
        },
      });
  return { repository, subject: digest };
}

/** Who the release workflow is for this release. */
export function releaseIdentity(
  release: Pick<Release, 'source' | 'tag' | 'ref' | 'workflow'>,
): CertificateIdentity {
  return workflowIdentity({
    repository: release.source,
    workflow: release.workflow,
    ref: release.ref ?? `refs/tags/v${release.tag}`,
  });
}

/** Some days before the clock's time: another day for each name, the same on every start. */
export function signedAt(stage: Pick<Stage, 'clock'>, name: string): Date {
  const spread = createHash('sha256').update(name).digest().readUInt16BE(0);
  const minutes = 60 * 24 + (spread % (60 * 24 * 20));
  return new Date(stage.clock.now().getTime() - minutes * 60_000);
}

/** A release as it should be: signature, SLSA provenance and SBOM by its own workflow. */
export function publishRelease(stage: Stage, release: Release): Digest {
  const { repository, subject } = pushRelease(stage, release);
  const identity = releaseIdentity(release);
  const signer: Signer = { type: 'certificate', identity };
  const common = {
    ...{ repository, subject, signer },
    layout: release.layout,
    logEntry: release.logEntry,
    sigstore: stage.sigstores.acme,
    at: signedAt(stage, `${release.repository}:${release.tag}`),
  };
  signImage(common);
  attest({
    ...common,
    predicateType: predicateTypes.slsaProvenance,
    predicate: provenancePredicate(identity),
  });
  attest({
    ...common,
    predicateType: predicateTypes.spdx,
    predicate: sbomPredicate(
      `${release.repository}:${release.tag}`,
      release.packages ?? {},
    ),
  });
  return subject;
}
