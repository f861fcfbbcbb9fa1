import { help } from './commands/help';
import { inspect } from './commands/inspect';
import { integrity } from './commands/integrity';
import { lintRegistry } from './commands/registry';
import { replayList } from './commands/replay';
import { trust } from './commands/trust';
import { verify } from './commands/verify';
import { version } from '../package.json';
import { runCases } from './conformance/runCases';
import { verifyBundle } from './conformance/verifyBundle';
import { exitCodes, type Ending } from './exit/exitCodes';
import { UsageError } from './options/UsageError';
import { shown } from './output';
import type { Surroundings } from './Surroundings';

type Command = (args: string[], surroundings: Surroundings) => Promise<Ending>;

const printHelp = printing(help);
const printVersion = printing(`${version}\n`);

const conformanceCommands = new Map<string, Command>([
  ['verify-bundle', verifyBundle],
  ['run', runCases],
]);

const registryCommands = new Map<string, Command>([
  ['lint', lintRegistry],
  ['replay', replayList],
]);

const commands = new Map<string, Command>([
  ['verify', verify],
  ['inspect', inspect],
  ['conformance', (...given) => dispatch(conformanceCommands, ...given)],
  ['trust', trust],
  ['integrity', integrity],
  ['registry', (...given) => dispatch(registryCommands, ...given)],
  ['help', printHelp],
  ['--help', printHelp],
  ['-h', printHelp],
  ['version', printVersion],
  ['--version', printVersion],
]);

/**
 * Runs one command line and says how it ended. Whatever goes wrong has an ending of its own, and none of them is that
 * of a trusted artifact.
 *
 * @param args - behind the command's own name: `['verify', 'ghcr.io/acme/payments:1.8.2', ...]`
 * @returns the exit code
 * @public
 */
export async function run(
  args: string[],
  surroundings: Surroundings,
): Promise<number> {
  return exitCodes[await endingOf(args, surroundings)];
}

async function endingOf(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  try {
    return await dispatch(commands, args, surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.warn(`${shown(error.message, 2_000)}\nSee: ct help`);
      return 'usage';
    }
    const message = error instanceof Error ? error.message : String(error);
    surroundings.warn(`internal error: ${shown(message)}`);
    return 'internal';
  }
}

async function dispatch(
  known: Map<string, Command>,
  [name, ...rest]: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  if (name === undefined) throw new UsageError('a command is missing');
  const command = known.get(name);
  if (!command)
    throw new UsageError(
      `"${name}" is no command; there are ${[...known.keys()]
        .filter(one => !one.startsWith('-'))
        .join(', ')}`,
    );
  if (!rest.some(isHelp)) return command(rest, surroundings);
  await surroundings.print(help);
  // Not `ok`: in a pipeline whose reference came out as `--help`, nothing was verified.
  return 'usage';
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

function printing(text: string): Command {
  return async ([first], { print }) => {
    if (first !== undefined)
      throw new UsageError(`"${first}" has no place here`);
    await print(text);
    return 'ok';
  };
}
