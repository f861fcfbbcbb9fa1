import { UserError } from './lib/UserError.mjs';
import { runMain } from './lib/main.mjs';

/** The commands of `./dev`: what help says, and the module that runs it. */
const commands = {
  start: {
    usage: 'start [--data DIR] [--port N] [--usages N]',
    text: 'serves the portal with the sandbox on one address, and waits; --usages adds generated ones',
    load: () => import('./start.mjs'),
  },
  test: {
    usage: 'test [--all] [STEP...]',
    text: 'runs every check; --all adds the slow ones, names of steps choose some',
    load: () => import('./test.mjs'),
  },
  verdicts: {
    usage: 'verdicts [--add DIR]',
    text: 'plays the sandbox cases and prints expected and actual verdicts',
    load: () => import('./verdicts.mjs'),
  },
  simulate: {
    usage: 'simulate [--seed N] [--steps N]',
    text: 'breaks things at random, and holds every verdict to the truth after each step',
    load: () => import('./simulate.mjs'),
  },
  token: {
    usage: 'token NAME [--port N]',
    text: 'prints a Backstage token for one of the six people of the running portal',
    load: () => import('./token.mjs'),
  },
  exec: {
    usage: 'exec CMD [ARGUMENT...]',
    text: 'runs any command with the Node and the Yarn of this repository',
    // ./dev itself replaces its shell with the command; without one it comes here.
    load: async () => ({
      run() {
        throw new UserError('Say what to run: ./dev exec CMD [ARGUMENT...].');
      },
    }),
  },
};

function printHelp() {
  console.log('Usage: ./dev COMMAND\n');
  for (const { usage, text } of Object.values(commands)) {
    console.log(`  ${usage.padEnd(44)}${text}`);
  }
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!name || ['help', '--help', '-h'].includes(name)) {
    printHelp();
    return 0;
  }
  if (!Object.hasOwn(commands, name)) {
    throw new UserError(
      `There is no command "${name}": run ./dev to see the commands.`,
    );
  }
  const { run } = await commands[/** @type {keyof commands} */ (name)].load();
  return run(args);
}

await runMain(main);
