import {
  digestOf,
  mediaTypes,
  type Descriptor,
  type Repository,
} from '../registry';
import { tar } from './tar';

/** @public */
export interface ImageContent {
  tag?: string;
  /** Files in the only layer. */
  files?: Record<string, string>;
  labels?: Record<string, string>;
  /** `os/architecture`; with more than one the image is an index. `linux/amd64` where absent. */
  platforms?: string[];
}

/**
 * Puts a container image into a repository: small, real, and the same bytes every time.
 *
 * @returns the descriptor of the manifest, or of the index.
 * @public
 */
export function pushImage(
  repository: Repository,
  content: ImageContent = {},
): Descriptor {
  const { tag, platforms = ['linux/amd64'] } = content;
  if (platforms.length === 1)
    return pushPlatform(repository, content, platforms[0], tag);
  const manifests = platforms.map(platform => {
    const [os, architecture] = platform.split('/');
    const descriptor = pushPlatform(repository, content, platform);
    return { ...descriptor, platform: { architecture, os } };
  });
  return repository.putManifest(
    { schemaVersion: 2, mediaType: mediaTypes.index, manifests },
    { tag },
  );
}

function pushPlatform(
  repository: Repository,
  content: ImageContent,
  platform: string,
  tag?: string,
): Descriptor {
  const [os, architecture] = platform.split('/');
  const layer = tar({ 'etc/platform': platform, ...content.files });
  const config = {
    architecture,
    os,
    config: { Labels: content.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  };
  return repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: repository.putBlob(
        Buffer.from(JSON.stringify(config)),
        mediaTypes.config,
      ),
      layers: [repository.putBlob(layer, mediaTypes.layer)],
    },
    { tag },
  );
}

/** @public */
export interface ArtifactContent {
  tag?: string;
  /** Absent for what goes by the type of its configuration. */
  artifactType?: string;
  /** The empty one where absent. */
  config?: { mediaType: string; bytes: Uint8Array };
  layers: {
    mediaType: string;
    bytes: Uint8Array;
    title?: string;
    annotations?: Record<string, string>;
  }[];
}

/**
 * Puts an OCI artifact that is not an image into a repository: a Terraform module, a policy bundle.
 *
 * @public
 */
export function pushArtifact(
  repository: Repository,
  content: ArtifactContent,
): Descriptor {
  const { artifactType, config } = content;
  return repository.putManifest(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      ...(artifactType !== undefined && { artifactType }),
      config: config
        ? repository.putBlob(config.bytes, config.mediaType)
        : repository.putBlob(Buffer.from('{}'), mediaTypes.empty),
      layers: content.layers.map(
        ({ mediaType, bytes, title, annotations }) => ({
          ...repository.putBlob(bytes, mediaType),
          ...((title ?? annotations) && {
            annotations: {
              ...(title && { 'org.opencontainers.image.title': title }),
              ...annotations,
            },
          }),
        }),
      ),
    },
    { tag: content.tag },
  );
}
