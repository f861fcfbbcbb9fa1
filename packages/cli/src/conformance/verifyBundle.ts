import { existsSync } from 'node:fs';
import { explain } from '@countersign/domain';
import { endingOf, type Ending } from '../exit/exitCodes';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { shown } from '../output';
import { readPolicy } from '../policy/readPolicy';
import type { Surroundings } from '../Surroundings';
import { readFileOrDigest, verifyCase } from './verifyCase';

const kinds = {
  bundle: 'text',
  'certificate-identity': 'text',
  'certificate-oidc-issuer': 'text',
  key: 'text',
  'trusted-root': 'text',
  staging: 'switch',
} as const;

/**
 * `ct conformance verify-bundle`: the protocol of the public Sigstore conformance suite.
 *
 * @remarks Source: sigstore/sigstore-conformance, docs/cli_protocol.md.
 */
export async function verifyBundle(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const name = onlyPositional(positionals, 'file or digest');
  const { bundle, staging, ...signer } = values;
  if (bundle === undefined) throw new UsageError('--bundle is missing');
  if (staging)
    throw new UsageError(
      '--staging: the root of the staging instance is not built in; name it with --trusted-root',
    );
  const policy = await readPolicy(
    { ...signer, policy: undefined },
    surroundings,
  );
  const artifact = readFileOrDigest(name, existsSync);
  const { judgement, setApart } = await verifyCase(
    { bundle, artifact, policy },
    surroundings,
  );
  for (const what of setApart)
    surroundings.warn(
      `Set apart, because the suite does not ask about it; verify refuses it: ${shown(
        what,
      )}`,
    );
  const { code, sentence } = explain(judgement.reason);
  await surroundings.print(
    `${judgement.verdict}: ${code}. ${shown(sentence)}\n`,
  );
  return endingOf(judgement.verdict);
}
