import { isKeySigner } from '../registry/rule';
import { withAge } from './age';
import { evidenceAbout } from './evidenceAbout';
import type { JudgeInput } from './input';
import { isInForce, type Demand, type Standing } from './standing';

/**
 * The statement by which a condition on content is judged: the newest by proven time (S4.2). Where the order is equal
 * or unprovable, and where nobody can read what was said, the worst counts: an old clean scan never hides a new one.
 *
 * @returns `undefined` where no accepted signer made such a statement
 */
export function newestOf(
  standings: Standing[],
  { requirement }: Demand,
  input: JudgeInput,
): Standing | undefined {
  const words = standings.filter(({ isWord }) => isWord);
  if (words.length === 0) return undefined;
  const newestAt = Math.max(...words.map(({ at }) => at ?? -Infinity));
  const counting = words.filter(
    ({ at }) => at === undefined || at === newestAt,
  );
  const worst =
    counting.find(({ code }) => code === 'distrusted') ??
    counting.find(({ code }) => code === 'condition-not-met') ??
    counting.find(({ code }) => code !== 'accepted');
  if (worst) return worst;
  // One that nothing dates is either older than the newest, and does not count, or as young: the newest tells the age.
  const newest = counting.find(({ at }) => at === newestAt) ?? counting[0];
  return withAge(newest, requirement, input);
}

/**
 * A material that was not yet verified under an authority that the condition names. It may hold the newest statement,
 * so that the older ones say nothing until it was.
 */
export function awaitsVerification(
  standings: Standing[],
  { signers }: Demand,
  input: JudgeInput,
): boolean {
  const named = signers.map(signer =>
    isKeySigner(signer) ? signer.key : signer.authority,
  );
  const loaded = input.authorities.filter(
    ({ name, status }) => status === 'loaded' && named.includes(name),
  );
  return standings.some(({ material }) =>
    loaded.some(
      ({ name }) =>
        !evidenceAbout(material, input).some(
          one => one.authority === name && isInForce(one, input.authorities),
        ),
    ),
  );
}
