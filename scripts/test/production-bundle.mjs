import { fromRoot } from '../lib/paths.mjs';
import { capture } from '../lib/processes.mjs';

const archives = ['bundle.tar.gz', 'skeleton.tar.gz'];

/**
 * The sandbox must not be part of what is deployed: its people and its root are nobody's secret (S12.4).
 *
 * @type {import('./schedule.mjs').Step['run']}
 */
export async function productionBundle() {
  const found = [];
  for (const archive of archives) {
    const file = fromRoot('packages/backend/dist', archive);
    const { code, output } = await capture(['tar', '-tzf', file]);
    if (code !== 0) throw new Error(output);
    found.push(
      ...output.split('\n').filter(name => /(^|\/)sandbox[./]/.test(name)),
    );
  }
  return {
    passed: found.length === 0 ? 1 : 0,
    failed: found.length === 0 ? 0 : 1,
    skipped: [],
    output: `The production bundle contains the sandbox:\n${found.join('\n')}`,
  };
}
