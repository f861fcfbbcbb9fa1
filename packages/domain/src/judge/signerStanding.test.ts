import {
  acme,
  failed,
  identity,
  input,
  issuer,
  proven,
  releaseRule,
  releaseWorkflow,
} from '../testing/judgeInputs';
import { signerStanding } from './signerStanding';

const stranger = identity({ issuer: 'https://gitlab.com' });
const ruled = (change: object) =>
  input({
    registry: { version: 1, rules: [{ ...releaseRule, ...change }] },
  });

describe('S11 how a signer stands, whatever was said', () => {
  it.each([
    ['the signer of a rule', proven(), input(), 'accepted'],
    ['somebody else', proven({ signer: stranger }), input(), 'not-accepted'],
    [
      'the signer of one requirement',
      proven({ signer: stranger }),
      ruled({
        requirements: [
          {
            type: 'scan',
            signers: [
              { authority: 'acme', issuer: stranger.issuer, subject: '**' },
            ],
          },
        ],
      }),
      'accepted',
    ],
    [
      'nobody, where the rule is off',
      proven(),
      ruled({ mode: 'off' }),
      'nobody-asked',
    ],
    [
      'nobody, where no rule speaks of it',
      proven(),
      ruled({ references: ['ghcr.io/other/**'] }),
      'nobody-asked',
    ],
    ['whom nothing proves', failed('signature-invalid'), input(), 'unproven'],
    [
      'whom an authority proved that is gone',
      proven({ authorityDigest: `sha256:${'9'.repeat(64)}` }),
      input({ authorities: [acme] }),
      'unproven',
    ],
    [
      'whom the company distrusts',
      proven(),
      input({
        registry: {
          version: 1,
          rules: [releaseRule],
          distrust: [
            {
              identity: { issuer, subject: `${releaseWorkflow}@**` },
              reason: 'stolen',
            },
          ],
        },
      }),
      'distrusted',
    ],
  ])('%s', (_, evidence, given, standing) => {
    expect(signerStanding(evidence, given)).toBe(standing);
  });
});
