import { artifactKinds, type ArtifactKind } from '@countersign/domain';
import { address, place } from './schemaTexts';

/**
 * Names the artifacts of an entity: YAML, a list of objects with `reference` and optionally `kind`, `environment`,
 * `cloud`, `location` and `bundle`. It says which artifact to look at, never who may sign it (S3.1).
 *
 * @public
 */
export const ARTIFACTS_ANNOTATION = 'countersign.dev/artifacts';

/**
 * One item of {@link ARTIFACTS_ANNOTATION}.
 *
 * @public
 */
export interface ArtifactItem {
  /** Image reference with tag or digest, or the web address of a file. */
  reference: string;
  /** Where absent: `container-image` for images, `package` for files. */
  kind?: ArtifactKind;
  environment?: string;
  cloud?: string;
  location?: string;
  /** Web address of the Sigstore bundle of a file. */
  bundle?: string;
}

/**
 * JSON schema (2020-12, as far as draft-07 has it) of one item of {@link ARTIFACTS_ANNOTATION}.
 *
 * @public
 */
export const ARTIFACT_ITEM_SCHEMA = {
  type: 'object',
  required: ['reference'],
  additionalProperties: false,
  properties: {
    reference: address,
    kind: { type: 'string', enum: artifactKinds },
    environment: place,
    cloud: place,
    location: place,
    bundle: address,
  },
} as const;

/**
 * JSON schema of the whole annotation, once its YAML is read.
 *
 * @public
 */
export const ARTIFACTS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: ARTIFACTS_ANNOTATION,
  type: 'array',
  minItems: 1,
  maxItems: 200,
  items: ARTIFACT_ITEM_SCHEMA,
} as const;
