import { parseArgs } from 'node:util';
import { runVerdicts } from '../src/verdicts/runVerdicts';

// Backstage says on standard output which configuration it loads; there the table stands alone.
// eslint-disable-next-line no-console
console.log = console.error;

/** `./dev verdicts`: it has laid out ports and a folder in the environment before this process starts. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', multiple: true },
      add: { type: 'string', multiple: true, default: [] },
    },
  });
  return runVerdicts({
    address: String(process.env.APP_CONFIG_backend_baseUrl),
    registryPort: Number(process.env.SANDBOX_REGISTRY_PORT),
    filesPort: Number(process.env.SANDBOX_FILES_PORT),
    add: values.add,
    print: line => process.stdout.write(`${line}\n`),
  });
}

main().then(
  agrees => process.exit(agrees ? 0 : 1),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(70);
  },
);
