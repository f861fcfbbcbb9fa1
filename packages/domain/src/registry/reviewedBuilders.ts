import type { SignerClaims } from '../records/signer';
import type { BuildLevel } from './requirement';

/**
 * A builder that somebody reviewed, and who signs for it: which SLSA build level its provenance reaches (S2.3).
 *
 * It only ranks provenance that a rule accepts: whether the signer may sign, and under which authority, is the rule's.
 *
 * @public
 */
export interface ReviewedBuilder {
  /** Anchored pattern over the builder's id. Absent: the id must be the certificate's subject itself. */
  builder?: string;
  /** Who signs the provenance: an identity, or a key by the name of its authority. */
  signer:
    | {
        issuer: string;
        /** Anchored pattern. */
        subject: string;
        /** Claims that the certificate must have, exactly. */
        claims?: SignerClaims;
      }
    | { key: string };
  level: BuildLevel;
  /** What the review found, in one sentence. */
  because: string;
}

const githubActions = 'https://token.actions.githubusercontent.com';
const generator =
  'https://github.com/slsa-framework/slsa-github-generator/.github/workflows';

/** Workflows that run isolated from the build that calls them, and whose own identity is in the certificate. */
const isolated = [
  'builder_container-based_slsa3.yml',
  'builder_go_slsa3.yml',
  'generator_container_slsa3.yml',
  'generator_generic_slsa3.yml',
];

const anyHostedWorkflow = {
  issuer: githubActions,
  subject: 'https://github.com/*/*/.github/workflows/*@refs/**',
  claims: { runnerEnvironment: 'github-hosted' },
};

/**
 * The builders that were reviewed for everybody. Whatever is not here has no level.
 *
 * @remarks Sources: slsa-github-generator, README and SPECIFICATIONS; GitHub, "Artifact attestations", SLSA levels.
 * @public
 */
export const reviewedBuilders: ReviewedBuilder[] = [
  ...isolated.map(
    (workflow): ReviewedBuilder => ({
      signer: {
        issuer: githubActions,
        subject: `${generator}/${workflow}@refs/tags/v*`,
      },
      level: 3,
      because:
        'A reusable workflow on hosted runners writes and signs the provenance out of reach of the build.',
    }),
  ),
  {
    signer: anyHostedWorkflow,
    level: 2,
    because:
      'A hosted runner signs the provenance of its own workflow, which the build could influence.',
  },
  {
    builder: 'https://github.com/actions/runner/github-hosted',
    signer: anyHostedWorkflow,
    level: 2,
    because:
      'A hosted runner signs the provenance of its own workflow, which the build could influence.',
  },
];
