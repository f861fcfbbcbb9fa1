import { judge } from '../../packages/domain/src';
import { clocks, compare, report } from './figures';
import { inputOf } from './judged';

const quick = process.argv.includes('--quick');
const usages = 10_000;
const target = 50_000;

/** Each usage in its turn, so that nothing is warm because the one before was the same. */
async function main() {
  const inputs = Array.from({ length: usages }, (_, i) => inputOf(i));
  const verdicts = inputs.map(input => judge(input).verdict);
  const trusted = verdicts.filter(one => one === 'trusted').length;
  if (trusted !== usages * 0.9) throw new Error(`${trusted} are trusted`);
  const all = () => {
    for (const input of inputs) judge(input);
  };
  const { ms } = await compare({ ms: all }, quick ? 10 : 20, clocks.processor);
  const rate = (usages / ms) * 1_000;
  report({
    name: 'judge',
    value: rate,
    unit: 'usages/s',
    baseline: `${target} usages/s`,
    ratio: rate / target,
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
