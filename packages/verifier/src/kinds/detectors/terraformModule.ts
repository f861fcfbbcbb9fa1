import { holds } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: OpenTofu, module packages in OCI registries; configuration files at the root or in one folder. */
export const terraformModule: KindDetector = {
  mediaTypes: ['application/vnd.opentofu.modulepkg'],
  isFile: content => holds(content, /^([^/]+\/)?[^/]+\.(tf|tofu)(\.json)?$/),
};
