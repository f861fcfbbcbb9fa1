import { pushImage, signImage, workflowIdentity } from '@countersign/sandbox';
import { artifact, signedImage } from './images';
import { component, type Portal } from './startPortal';

/**
 * `cards` and `payments` were signed by one workflow, `payments` in two releases of it and by a stranger besides,
 * `worker` by another one; `down` nobody could look at.
 */
export async function signedWorld(portal: Portal): Promise<void> {
  const { registry, acme, clock } = portal;
  const signer = (repository: string, ref: string) => ({
    type: 'certificate' as const,
    identity: workflowIdentity({ repository, ref }),
  });
  const cards = signedImage(portal, 'cards');
  const payments = signedImage(portal, 'payments', {
    signer: signer('acme/payments', 'refs/tags/v2.0.0'),
  });
  const others = [
    signer('acme/payments', 'refs/tags/v1.0.0'),
    signer('evil/x', 'refs/tags/v1'),
  ];
  for (const by of others)
    signImage({
      repository: payments.repository,
      subject: payments.repository.tags.get('1') as never,
      sigstore: acme,
      signer: by,
      at: clock.now(),
    });
  const named = signedImage(portal, 'worker', {
    signer: signer('acme/worker', 'refs/tags/v1'),
  });
  pushImage(registry.repository('acme/down'), { tag: '1' });
  registry.setFault('acme/down', { kind: 'down' });
  clock.advance(1);
  await portal.look([
    component('cards', artifact(cards.reference)),
    component('payments', artifact(payments.reference)),
    component('worker', artifact(named.reference)),
    component('down', artifact(`${registry.host}/acme/down:1`)),
  ]);
}
