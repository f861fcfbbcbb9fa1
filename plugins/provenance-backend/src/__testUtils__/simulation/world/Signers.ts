import type { RuleSigner } from '@countersign/domain';
import {
  generateKeyPair,
  publicKeyPem,
  SigstoreInstance,
  workflowIdentity,
  type Signer,
} from '@countersign/sandbox';

/** Whom a rule can name. */
export const actors = ['release', 'build', 'partner', 'key'] as const;

/** @see actors */
export type Actor = (typeof actors)[number];

const issuer = 'https://token.actions.githubusercontent.com';
const workflows = 'https://github.com/acme/app/.github/workflows';

/** Everybody who signs in the world, good and bad. */
export class Signers {
  readonly acme: SigstoreInstance;
  /** What acme's logs and certificate authority are changed to; counts as acme once its root says so. */
  readonly next: SigstoreInstance;
  readonly partner: SigstoreInstance;
  /** Nobody's authority. */
  readonly foreign: SigstoreInstance;
  private readonly key = generateKeyPair();

  constructor(clock: { now(): Date }) {
    const instance = (name: string) => SigstoreInstance.create({ name, clock });
    this.acme = instance('acme');
    this.next = instance('acme-next');
    this.partner = instance('partner');
    this.foreign = instance('foreign');
  }

  get keyPem(): string {
    return publicKeyPem(this.key);
  }

  get holderOfKey(): Signer {
    return { type: 'key', keys: this.key };
  }

  /** A run of a workflow; the repository says whose. */
  run(repository: string, workflow = 'release.yml'): Signer {
    const ref = 'refs/tags/v1.0.0';
    const identity = workflowIdentity({ repository, workflow, ref });
    return { type: 'certificate', identity };
  }
}

/** How a rule names an actor. */
export const ruleSigners: Record<Actor, RuleSigner> = {
  release: {
    authority: 'acme',
    issuer,
    subject: `${workflows}/release.yml@refs/tags/v*`,
  },
  build: {
    authority: 'acme',
    issuer,
    subject: `${workflows}/build.yml@refs/tags/v*`,
  },
  partner: {
    authority: 'partner',
    issuer,
    subject: 'https://github.com/partner/app/.github/workflows/release.yml@**',
  },
  key: { key: 'platform-key' },
};
