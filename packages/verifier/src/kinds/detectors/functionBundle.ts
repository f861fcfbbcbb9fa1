import { holds } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/**
 * Where the clouds look for a handler, at the root of a ZIP archive. One that names its handler otherwise is nothing
 * certain.
 *
 * @remarks Source: AWS Lambda, Azure Functions and Cloud Run functions, deployment packages. No media type.
 */
export const functionBundle: KindDetector = {
  mediaTypes: [],
  isFile: content =>
    content.form === 'zip' &&
    holds(
      content,
      /^(bootstrap|host\.json|index\.[cm]?js|lambda_function\.py|main\.py|function\.go)$/,
    ),
};
