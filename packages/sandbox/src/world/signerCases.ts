import {
  attest,
  predicateTypes,
  provenancePredicate,
  signImage,
} from '../layouts';
import type { CertificateIdentity, SigstoreInstance } from '../minter';
import {
  pushRelease,
  releaseIdentity,
  signedAt,
  type Release,
} from './publish';
import type { Stage } from './Stage';

const hostileText = '<img src=x onerror="alert(1)">\u202egpj.yap-emca\u202c';

/** A stranger's identity that tries to run in the browser and to read differently from what it is. */
const hostileIdentity: CertificateIdentity = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: `https://github.com/acme-pay${hostileText}/support-console/.github/workflows/release.yml@refs/tags/v2.2.1`,
  subjectType: 'uri',
  claims: {
    sourceRepository: `https://github.com/acme-pay/${hostileText}`,
    sourceRef: 'refs/tags/v2.2.1',
    sourceDigest: '0f'.repeat(20),
    // eslint-disable-next-line no-script-url
    buildSignerUri: `javascript:alert(document.domain)//${hostileText}`,
    // eslint-disable-next-line no-script-url
    runInvocationUri: 'javascript:alert(document.domain)',
  },
};

/** Signs an image and attests to its build, all of it valid: only who signed is another question. */
function publishAs(
  stage: Stage,
  release: Release,
  identity: CertificateIdentity,
  sigstore: SigstoreInstance = stage.sigstores.acme,
): void {
  const { repository, subject } = pushRelease(stage, release);
  const common = {
    ...{ repository, subject, sigstore, layout: release.layout },
    signer: { type: 'certificate', identity },
    at: signedAt(stage, release.repository),
  } as const;
  signImage(common);
  attest({
    ...common,
    predicateType: predicateTypes.slsaProvenance,
    predicate: provenancePredicate(identity),
  });
}

function named(path: string, tag: string, rest: Partial<Release> = {}) {
  const source = `acme-pay/${path.split('/')[1]}`;
  return { repository: `acme-pay/${path}`, source, tag, ...rest };
}

/** Signatures that are right in themselves, by somebody who may not sign this. */
export function publishSignerCases(stage: Stage): void {
  const worker = named('payments/refund-worker', '1.6.2');
  publishAs(
    stage,
    worker,
    releaseIdentity({ ...worker, workflow: 'nightly.yml' }),
  );

  const renderer = named('payments/statement-renderer', '0.9.4');
  publishAs(
    stage,
    renderer,
    releaseIdentity({
      ...renderer,
      source: 'acme-pay-labs/statement-renderer',
    }),
  );

  const tokenizer = named('cards/card-tokenizer', '2.0.0-rc.3', {
    ref: 'refs/heads/feature/vault-rotation',
  });
  publishAs(stage, tokenizer, releaseIdentity(tokenizer));

  const sanctions = named('risk/sanctions-screening', '3.3.0');
  publishAs(
    stage,
    sanctions,
    releaseIdentity(sanctions),
    stage.sigstores.stranger,
  );

  const bridge = named('platform/partner-bridge', '1.1.0');
  publishAs(stage, bridge, releaseIdentity(bridge), stage.sigstores.partner);

  const experiments = named('growth/checkout-experiments', '0.4.0');
  publishAs(stage, experiments, releaseIdentity(experiments));

  const console = named('risk/support-console', '2.2.1');
  publishAs(stage, console, hostileIdentity);
}
