import { holds } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: Helm, media types (HIP 17); a packaged chart lies in one folder of its own name. */
export const helmChart: KindDetector = {
  mediaTypes: ['application/vnd.cncf.helm.'],
  isFile: content =>
    content.form === 'tar' && holds(content, /^[^/]+\/Chart\.yaml$/),
};
