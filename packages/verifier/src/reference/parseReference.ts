import { lookError } from '../LookError';
import { parseFileReference } from './fileReference';
import { parseOciReference } from './ociReference';
import { archiveIn } from './moduleAddress';
import type { Reference, ReferenceOptions } from './reference';
import { shown } from './shown';

const longestReference = 2_048;

/** Printable ASCII without space, quotes and angle brackets: nothing that could be drawn as something else. */
const plainText = /^[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x5f\x61-\x7e]+$/;

/** Ways to name an artifact that exist and that nobody here follows. */
const otherSchemes =
  /^[a-z0-9]+::|^(?:git|ssh|s3|gs|gcs|file|ftp|oci-archive|docker-archive|docker-daemon|containers-storage|git\+(?:https?|ssh)):|^git@/i;

/**
 * Reads what a person or a cluster wrote to name an artifact.
 *
 * @param text - `ghcr.io/acme/payments:1.8.2`, `oci://...`, `https://host/file.tgz`, and addresses of Terraform modules
 * that lead to an archive
 * @throws {@link LookError} `annotation-invalid` for what does not parse, `unsupported-reference` for what is
 * recognised and not supported; both with origin `configuration`.
 * @remarks Grammar of image references: distribution/reference.
 * @public
 */
export function parseReference(
  text: string,
  options: ReferenceOptions = {},
): Reference {
  if (text.length > longestReference)
    throw invalid(`A reference has at most ${longestReference} characters.`);
  if (!plainText.test(text))
    throw invalid(
      'A reference is empty or has characters that a reference cannot have.',
    );
  if (options.bundleUrl !== undefined && !plainText.test(options.bundleUrl))
    throw invalid(
      'The address of a bundle has characters that it cannot have.',
    );
  const isFile = /^https?:\/\//i.test(archiveIn(text) ?? text);
  if (!isFile && otherSchemes.test(text))
    throw lookError(
      'unsupported-reference',
      'configuration',
      `The reference "${shown(
        text,
      )}" is of a kind that is not supported; name an image or the web address of an archive.`,
    );
  if (isFile) return parseFileReference(text, options);
  if (options.bundleUrl !== undefined)
    throw invalid('Only a file behind a web address can name its bundle.');
  return parseOciReference(text);
}

function invalid(message: string) {
  return lookError('annotation-invalid', 'configuration', message);
}
