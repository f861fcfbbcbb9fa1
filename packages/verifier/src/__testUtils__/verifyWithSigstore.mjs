/**
 * Verifies with the sigstore package, whose trust root comes through TUF.
 *
 * Reads `{ tuf, bundles }` from standard input and writes for each bundle `accepted` or the code of the refusal.
 */
import { text } from 'node:stream/consumers';
import { createVerifier } from 'sigstore';

const { tuf, bundles } = JSON.parse(await text(process.stdin));
const verifier = await createVerifier({ ...tuf, retry: false });

const verdicts = bundles.map(({ bundle, bytes }) => {
  try {
    verifier.verify(bundle, bytes && Buffer.from(bytes, 'base64'));
    return 'accepted';
  } catch (error) {
    return error.code ?? error.name;
  }
});
process.stdout.write(JSON.stringify(verdicts));
