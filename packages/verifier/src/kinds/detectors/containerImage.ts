import { holds } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/**
 * Manifests are another matter (`runsAsImage`): what a runtime would run is an image, whatever it calls itself.
 *
 * @remarks Source: `docker save`; OCI image configuration.
 */
export const containerImage: KindDetector = {
  mediaTypes: [
    'application/vnd.oci.image.config.v1+json',
    'application/vnd.docker.container.image.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
  ],
  isFile: content =>
    content.form === 'tar' &&
    holds(content, /^manifest\.json$/) &&
    holds(content, /^blobs\/sha256\/|\/layer\.tar$|^[0-9a-f]{64}\.tar/),
};
