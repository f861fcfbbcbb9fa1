import type { Knex } from 'knex';
import { replayRegistry } from '../../plugins/provenance-backend/src/acceptance/replay';
import type { JudgeContext } from '../../plugins/provenance-backend/src/engine';
import { report, skip } from './figures';
import { authority, now, registry, settings } from './judged';
import { withOwnDatabase } from './ownDatabase';
import { seedLooks } from './stored';

const quick = process.argv.includes('--quick');
const given = process.argv.indexOf('--usages');
const usages = given > 0 ? Number(process.argv[given + 1]) : quickOr(100_000);
const targetSeconds = 10;
const MiB = 1024 * 1024;

function quickOr(all: number): number {
  return quick ? all / 50 : all;
}

/** Every rule of a team observes from now on, and the one about everything lets in whoever signs with its workflow. */
function changed() {
  const [all, ...others] = registry.rules;
  const signers = all.signers.map(one => ({
    ...one,
    subject:
      'https://github.com/*/*/.github/workflows/release.yml@refs/tags/v*',
  }));
  return {
    version: 2,
    rules: [
      { ...all, signers },
      ...others.map(rule => ({ ...rule, mode: 'observe' as const })),
    ],
  };
}

async function measure(knex: Knex) {
  await seedLooks(knex, usages);
  const judging: JudgeContext = {
    registry,
    authorities: { loaded: [], states: [authority] },
    settings,
  };
  let peak = 0;
  const before = process.memoryUsage().heapUsed;
  const begin = performance.now();
  const result = await replayRegistry({
    ...{ knex, judging, after: changed(), clock: { now: () => now } },
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    },
  });
  const seconds = (performance.now() - begin) / 1_000;
  const { counts, groups } = result;
  if (counts.usages !== usages || counts.morePermissive !== usages / 10)
    throw new Error(
      `not what was seeded: ${JSON.stringify({ counts, groups })}`,
    );
  return { seconds, peak };
}

async function main() {
  const name = `replay of ${usages} usages, ${registry.rules.length} rules and 3 evidences each`;
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!address) {
    skip(name, 'no PostgreSQL is named');
    return;
  }
  const { seconds, peak } = await withOwnDatabase(address, measure);
  const target = (targetSeconds * usages) / 100_000;
  report({
    name,
    value: seconds,
    unit: 's',
    baseline: `100,000 in ${targetSeconds} s: ${target} s`,
    ratio: target / seconds,
  });
  report({
    name: 'memory of the replay, garbage included',
    value: peak / MiB,
    unit: 'MB above the start at most',
    baseline: 'none',
    ratio: 1,
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
