/** A number below a bound; the same ones in every run. */
export type Random = (below: number) => number;

/** A small linear generator, so that a failure can be seen again. */
export function random(seed: number): Random {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
