import { artifactKinds, type ArtifactKind } from '@countersign/domain';
import { address, line, place } from './schemaTexts';

/**
 * What a pipeline or a platform says about one deployment: an entity runs an artifact in a place from an instant on, or
 * does not any more. Either `reference`, or `repository` with `digest`.
 *
 * @public
 */
export interface DeploymentReport {
  /** Full entity reference, `component:default/payments`. Or `name`. */
  entity?: string;
  /** Of `component:default/<name>`, or else of the only entity with this name. */
  name?: string;
  /** Image reference with tag or digest, or the web address of a file. */
  reference?: string;
  /** Repository of an image without tag and digest. */
  repository?: string;
  /** `sha256:` and 64 hexadecimal characters. */
  digest?: string;
  /** Where absent: `container-image` for images, `package` for files. */
  kind?: ArtifactKind;
  environment?: string;
  cloud?: string;
  location?: string;
  /** Web address of the Sigstore bundle of a file. */
  bundle?: string;
  /** When it came to run there, or went. ISO 8601 with a time zone; where absent, now. */
  at?: string;
  /** Address of the pipeline's run, https. Shown as a claim. */
  run?: string;
  /** Nothing of this repository runs in this place any more. */
  removed?: boolean;
  /** After so long from `at` it ends by itself, as `{ hours: 2 }`; a minute to a year. */
  lifetime?: {
    seconds?: number;
    minutes?: number;
    hours?: number;
    days?: number;
    weeks?: number;
  };
}

/**
 * Body of `POST /deployments`: at most 1,000 reports, or a single {@link DeploymentReport}.
 *
 * @public
 */
export interface DeploymentReports {
  items: DeploymentReport[];
}

/**
 * Why a report was refused.
 *
 * @public
 */
export const deploymentRefusals = [
  /** It cannot be read; the message says what is wrong. */
  'invalid-report',
  /** The reference names something that nobody here can look at. */
  'unsupported-reference',
  /** `at` is in the future, or longer ago than is kept. */
  'time-out-of-range',
  /** There is no such entity, or none about which the caller may report this: the answers are the same. */
  'not-allowed',
  /** Several entities have the name. */
  'ambiguous-name',
  /** The entity has as many places as are kept. */
  'too-many',
  /** It could not be kept; report it again. */
  'not-kept',
] as const;

/** @public */
export type DeploymentRefusal = (typeof deploymentRefusals)[number];

/**
 * What became of one report: `accepted` as the newest word, `unchanged` because it was known, `superseded` because
 * something newer is known, or `refused`.
 *
 * @public
 */
export type DeploymentResult =
  | { status: 'accepted' | 'unchanged' | 'superseded'; entityRef: string }
  | { status: 'refused'; code: DeploymentRefusal; message: string };

/**
 * Answer of `POST /deployments`: a result for each report, in their order.
 *
 * @public
 */
export interface DeploymentResponse {
  items: DeploymentResult[];
}

const amount = { type: 'integer', minimum: 0, maximum: 100_000_000 } as const;

/**
 * JSON schema (2020-12, as far as draft-07 has it) of one {@link DeploymentReport}. What it cannot say: which fields
 * belong together.
 *
 * @public
 */
export const DEPLOYMENT_REPORT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    entity: { type: 'string', minLength: 1, maxLength: 300, pattern: line },
    name: { type: 'string', minLength: 1, maxLength: 63, pattern: line },
    reference: address,
    repository: address,
    digest: { type: 'string', minLength: 71, maxLength: 71, pattern: line },
    kind: { type: 'string', enum: artifactKinds },
    environment: place,
    cloud: place,
    location: place,
    bundle: address,
    at: { type: 'string', minLength: 1, maxLength: 40, pattern: line },
    run: address,
    removed: { type: 'boolean' },
    lifetime: {
      type: 'object',
      additionalProperties: false,
      properties: {
        seconds: amount,
        minutes: amount,
        hours: amount,
        days: amount,
        weeks: amount,
      },
    },
  },
} as const;
