import { createHash } from 'node:crypto';
import type { CertificateIdentity } from './Fulcio';

const issuer = 'https://token.actions.githubusercontent.com';

/**
 * A workflow run as the certificate of a real one shows it: subject, issuer and every claim.
 *
 * @public
 */
export interface WorkflowRun {
  /** `owner/name`. */
  repository: string;
  /** File name under `.github/workflows`. `release.yml` where absent. */
  workflow?: string;
  /** Full ref, `refs/tags/v1.0.0`. */
  ref: string;
  /** 40 hexadecimal characters; derived from repository and ref where absent. */
  commit?: string;
  trigger?: 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule';
  environment?: string;
}

/**
 * The identity of a GitHub Actions workflow run.
 *
 * @remarks Numbers and commit are derived from the names, so that they stay the same from start to start.
 * @public
 */
export function workflowIdentity(run: WorkflowRun): CertificateIdentity {
  const { repository, workflow = 'release.yml', ref, trigger = 'push' } = run;
  const owner = repository.split('/')[0];
  const commit = run.commit ?? stableHex(`${repository}@${ref}`, 40);
  const home = `https://github.com/${repository}`;
  const subject = `${home}/.github/workflows/${workflow}@${ref}`;
  return {
    issuer,
    subject,
    claims: {
      workflowTrigger: trigger,
      workflowSha: commit,
      workflowName: workflow.replace(/\.ya?ml$/, ''),
      workflowRepository: repository,
      workflowRef: ref,
      buildSignerUri: subject,
      buildSignerDigest: commit,
      runnerEnvironment: 'github-hosted',
      sourceRepository: home,
      sourceDigest: commit,
      sourceRef: ref,
      sourceRepositoryId: stableNumber(repository),
      owner: `https://github.com/${owner}`,
      ownerId: stableNumber(owner),
      buildConfigUri: subject,
      buildConfigDigest: commit,
      buildTrigger: trigger,
      runInvocationUri: `${home}/actions/runs/${stableNumber(
        `${repository}@${ref}`,
      )}/attempts/1`,
      sourceVisibility: 'private',
      deploymentEnvironment: run.environment,
      tokenSubject: `repo:${repository}:ref:${ref}`,
    },
  };
}

/**
 * A person, as Fulcio knows one after a browser sign-in.
 *
 * @public
 */
export function personIdentity(
  email: string,
  from = 'https://accounts.google.com',
): CertificateIdentity {
  return { issuer: from, subject: email, subjectType: 'email' };
}

function stableHex(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

function stableNumber(text: string): string {
  return String(parseInt(stableHex(text, 8), 16));
}
