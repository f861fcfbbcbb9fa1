/**
 * Signs with the sigstore package against services on loopback, in a process of its own: what the package uses for
 * HTTP is in ES modules, which Jest does not load.
 *
 * Reads `{ url, jobs }` from standard input and writes a list of bundles. A job says the bytes, the token of who
 * signs, the payload type where it is an envelope, and who witnesses.
 */
import { text } from 'node:stream/consumers';
import {
  DSSEBundleBuilder,
  FulcioSigner,
  MessageSignatureBundleBuilder,
  RekorWitness,
  TSAWitness,
} from '@sigstore/sign';
import { bundleToJSON } from '@sigstore/bundle';
import { attest, sign } from 'sigstore';

const { url, jobs } = JSON.parse(await text(process.stdin));
const retry = false;

/** The package's own functions; they know Rekor v1 alone. */
function signWithRekorV1({ payload, type, token, log, stamped }) {
  const options = {
    fulcioURL: url,
    rekorURL: url,
    identityToken: token,
    tlogUpload: log !== 'none',
    legacyCompatibility: log === 'intoto',
    tsaServerURL: stamped ? url : undefined,
    retry,
  };
  return type ? attest(payload, type, options) : sign(payload, options);
}

/** The same parts put together for Rekor v2. */
async function signWithRekorV2({ payload, type, token }) {
  const Builder = type ? DSSEBundleBuilder : MessageSignatureBundleBuilder;
  const builder = new Builder({
    signer: new FulcioSigner({
      fulcioBaseURL: url,
      identityProvider: { getToken: async () => token },
      retry,
    }),
    witnesses: [
      new RekorWitness({ rekorBaseURL: url, majorApiVersion: 2, retry }),
      new TSAWitness({ tsaBaseURL: url, retry }),
    ],
  });
  return bundleToJSON(await builder.create({ data: payload, type }));
}

const bundles = [];
for (const { bytes, ...job } of jobs) {
  const request = { ...job, payload: Buffer.from(bytes, 'base64') };
  const bundle =
    job.log === 'v2' ? signWithRekorV2(request) : signWithRekorV1(request);
  bundles.push(await bundle);
}
process.stdout.write(JSON.stringify(bundles));
