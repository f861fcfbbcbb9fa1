/**
 * The countersign command as a module of the Backstage CLI.
 *
 * @packageDocumentation
 */
import { createCliModule } from '@backstage/cli-node';
import packageJson from '../package.json';

const commands = {
  verify: 'Who signed this image or file, and were they allowed to?',
  inspect: 'Who signed this image or file',
  trust: 'Bring the root of the public Sigstore instance up to date',
  conformance: 'Speak the protocol of the public Sigstore conformance suite',
};

/**
 * Adds `countersign verify`, `inspect`, `trust` and `conformance` to the Backstage CLI. They are the
 * commands of `@countersign/cli`, with the same options, output and exit codes.
 *
 * @public
 */
export default createCliModule({
  packageJson,
  init: async registry => {
    for (const [name, description] of Object.entries(commands))
      registry.addCommand({
        path: ['countersign', name],
        description,
        // The host ends the process with zero after a command that returns; this one ends it itself.
        execute: async ({ args }) => {
          await load().main([name, ...args]);
        },
      });
  },
});

/** The host ends with one where a command fails, and that is the code of an untrusted artifact. */
function load(): typeof import('@countersign/cli') {
  try {
    return require('@countersign/cli');
  } catch (error) {
    process.stderr.write(`internal error: ${JSON.stringify(String(error))}\n`);
    return process.exit(70);
  }
}
