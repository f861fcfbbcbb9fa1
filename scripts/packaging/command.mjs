import { UserError } from '../lib/UserError.mjs';
import { capture } from '../lib/processes.mjs';

/** Both ways to the command that a project has after installing it. */
const commands = [
  ['npx', '--no-install', 'ct'],
  ['yarn', 'backstage-cli', 'countersign'],
];

/**
 * Asks the installed command about the world's image, as its signer and as a stranger.
 *
 * @param {string} consumer @param {import('./world.mjs').World} world
 */
export async function checkCommand(consumer, world) {
  const { reference, issuer, subject, trustedRoot } = world.image;
  const startedAt = Date.now();
  for (const command of commands) {
    for (const [identity, verdict, expected] of /** @type {const} */ ([
      [subject, 'trusted', 0],
      [`${subject}x`, 'untrusted', 1],
    ])) {
      const { code, output } = await capture(
        [
          ...[...command, 'verify', reference, '--trusted-root', trustedRoot],
          ...['--certificate-identity', identity],
          ...['--certificate-oidc-issuer', issuer],
        ],
        { cwd: consumer },
      );
      if (code !== expected || !output.includes(`${verdict}: ${reference}\n`))
        throw new UserError(
          `${command.join(
            ' ',
          )} ended with ${code}, not ${expected}:\n${output}`,
          70,
        );
    }
  }
  console.log(`command: ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
