import type { Knex } from 'knex';
import { verifierRevision } from '../../packages/verifier/src';
import type { AcceptanceRegistry } from '../../packages/domain/src';
import {
  generationOf,
  rejudgeOutdated,
  type EngineContext,
} from '../../plugins/provenance-backend/src/engine';
import { unobserved } from '../../plugins/provenance-backend/src/health/Observer';
import { report, skip } from './figures';
import { authority, now, registry, settings, signerOf } from './judged';
import { withOwnDatabase } from './ownDatabase';
import { seedLooks } from './stored';
import { silent } from './sweepEngine';

const quick = process.argv.includes('--quick');
const given = process.argv.indexOf('--usages');
const usages =
  given > 0 ? Number(process.argv[given + 1]) : quick ? 1_000 : 10_000;
const targetSeconds = 10;

/** Half of the teams accept one more owner, and with it a usage in ten of theirs. */
function merged(): AcceptanceRegistry {
  const other = signerOf('other');
  return {
    version: 2,
    rules: registry.rules.map((rule, i) =>
      i < registry.rules.length / 2
        ? { ...rule, signers: [...rule.signers, other] }
        : rule,
    ),
  };
}

/** Whoever asks a registry, or verifies anything, ends the measurement. */
const nobody = async (): Promise<never> => {
  throw new Error('judging again asks nobody');
};

function engineBy(knex: Knex, rules: AcceptanceRegistry): EngineContext {
  const judging = {
    registry: rules,
    authorities: { loaded: [], states: [authority] },
    settings,
  };
  return {
    ...{ knex, judging, logger: silent, observer: unobserved },
    clock: { now: () => now },
    looker: { resolve: nobody, collect: nobody, credentialScope: nobody },
    verification: {
      revision: verifierRevision,
      verify: nobody,
      close: async () => undefined,
    },
    generation: generationOf(judging, verifierRevision),
  };
}

async function unjudged(knex: Knex) {
  await knex.raw(
    `INSERT INTO judgements (usage_id, verdict, reason_code, decision, content, generation, judged_at, revision, since)
      SELECT id, 'inconclusive', 'not-checked-yet', 'warn', '{}', '', created_at, 1, created_at FROM usages`,
  );
}

async function measure(knex: Knex) {
  await seedLooks(knex, usages);
  await unjudged(knex);
  await rejudgeOutdated(engineBy(knex, registry));
  await knex.raw('ANALYZE');
  const [{ count: before }] = await knex('transitions').count({ count: '*' });
  const begin = performance.now();
  const done = await rejudgeOutdated(engineBy(knex, merged()));
  const seconds = (performance.now() - begin) / 1_000;
  const [{ count: after }] = await knex('transitions').count({ count: '*' });
  const flips = Number(after) - Number(before);
  if (done.count !== usages || Math.abs(flips / usages - 0.05) > 0.01)
    throw new Error(`${done.count} were judged, ${flips} changed`);
  return seconds;
}

/** From the merge until everything is judged by it, with what was read and what is written. */
async function main() {
  const name = `judging ${usages} usages again after a merge, one in twenty changes`;
  const address =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (!address) {
    skip(name, 'no PostgreSQL is named');
    return;
  }
  const seconds = await withOwnDatabase(address, measure);
  report({
    name,
    value: seconds,
    unit: 's',
    baseline: `${targetSeconds} s`,
    ratio: targetSeconds / seconds,
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
