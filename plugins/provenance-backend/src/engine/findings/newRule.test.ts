import type { AcceptanceRule } from '@countersign/domain';
import {
  SigstoreInstance,
  signImage,
  workflowIdentity,
} from '@countersign/sandbox';
import { sigstoreAuthority } from '@countersign/verifier';
import { databases, migratedDatabase } from '../../__testUtils__/databases';
import {
  artifact,
  issuer,
  rules,
  signedImage,
} from '../../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../../__testUtils__/startPortal';

jest.setTimeout(60_000);

const hours = 60;
const hotfix = { repository: 'acme/hotfix', ref: 'refs/tags/v1.0.0' };

/** A rule and an authority that arrive after the first look, through the real engine. */
describe.each(databases.eachSupportedId())(
  'another signer and another rule on %s',
  id => {
    let portal: Portal;
    let partner: SigstoreInstance;
    let entities: ReturnType<typeof component>[];
    let sign: (sigstore: SigstoreInstance) => void;

    beforeEach(async () => {
      const knex = await migratedDatabase(id);
      portal = await startPortal({ knex, rules });
      partner = SigstoreInstance.create({
        name: 'partner',
        clock: portal.clock,
      });
      const { reference, repository } = signedImage(portal);
      const subject = repository.resolve('1')!.digest;
      sign = sigstore =>
        signImage({
          ...{ repository, subject, sigstore, at: portal.clock.now() },
          signer: {
            type: 'certificate',
            identity: workflowIdentity(hotfix),
          },
          layout: 'referrer',
        });
      entities = ['a', 'b', 'c'].map(name =>
        component(name, artifact(reference)),
      );
    });

    afterEach(() => portal.close());

    /** The hotfix workflow counts as well, under an authority that nobody had loaded before. */
    const allowHotfix = () => {
      const [rule] = rules(portal.registry);
      const subject =
        'https://github.com/acme/hotfix/.github/workflows/release.yml@refs/tags/v*';
      const changed: AcceptanceRule = {
        ...rule,
        signers: [...rule.signers, { authority: 'partner', issuer, subject }],
      };
      return portal.reconfigure({
        rules: [changed],
        authorities: [
          sigstoreAuthority('acme', portal.acme.trustedRoot()),
          sigstoreAuthority('partner', partner.trustedRoot()),
        ],
      });
    };

    async function codesLater() {
      portal.clock.advance(4 * hours);
      const usages = await portal.work();
      expect(usages.map(({ verdict }) => verdict)).toEqual(
        entities.map(() => 'trusted'),
      );
      return usages.map(({ findings }) => findings.map(({ code }) => code));
    }

    it('S11.3 finds nobody new in whom a rule and an authority of today make count', async () => {
      sign(partner);
      await portal.look(entities);
      await allowHotfix();
      expect(await codesLater()).toEqual([[], [], []]);
      // Whoever counts was there before, and is nobody new later either.
      sign(partner);
      expect(await codesLater()).toEqual([[], [], []]);
    });

    it('S11.3 finds whoever signs in the very round that brings the rule', async () => {
      await portal.look(entities);
      portal.clock.advance(1);
      sign(partner);
      await allowHotfix();
      expect(await codesLater()).toEqual([
        ['new-signer'],
        ['new-signer'],
        ['new-signer'],
      ]);
    });

    it('S11.3 finds whoever signs after the rule came', async () => {
      await portal.look(entities);
      await allowHotfix();
      expect(await codesLater()).toEqual([[], [], []]);
      sign(partner);
      expect(await codesLater()).toEqual([
        ['new-signer'],
        ['new-signer'],
        ['new-signer'],
      ]);
    });
  },
);
