import { signImage } from '../layouts';
import type { KeyPair } from '../minter';
import { pushRelease, signedAt } from './publish';
import type { Stage } from './Stage';

function signWithKey(
  stage: Stage,
  path: string,
  tag: string,
  keys: KeyPair,
  logEntry?: 'none',
): void {
  const source = `acme-pay/${path.split('/')[1]}`;
  const repository = `acme-pay/${path}`;
  signImage({
    ...pushRelease(stage, { repository, source, tag }),
    sigstore: stage.sigstores.acme,
    signer: { type: 'key', keys },
    at: signedAt(stage, repository),
    logEntry,
  });
}

/** Images that a long-lived key signed. */
export function publishKeyCases(stage: Stage): void {
  const { platform, retired } = stage.keys;
  signWithKey(stage, 'platform/node-exporter', '1.10.0', platform);
  signWithKey(stage, 'platform/log-shipper', '4.4.2', platform, 'none');
  signWithKey(stage, 'cards/hsm-proxy', '2.3.0', platform);
  signWithKey(stage, 'platform/atm-switch', '9.0.0', retired);
}
