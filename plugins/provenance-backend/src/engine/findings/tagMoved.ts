import { newsMs, undecided, type Ruling, type Situation } from './Situation';

/**
 * The same reference led elsewhere before: whoever can push a tag can do that without any change here.
 *
 * Opened by a look to which the registry itself said where the tag leads. Closed a week after the last move; until then
 * every further move renews it.
 */
export function tagMoved(situation: Situation): Ruling {
  const { current, look, watched, now } = situation;
  const { digest, reference } = current.usage;
  if (look.resolution.status !== 'resolved') return undecided;
  if (digest && look.digest && digest !== look.digest)
    return {
      standing: [
        { code: 'tag-moved', about: reference, old: digest, new: look.digest },
      ],
      decided: ['tag-moved'],
    };
  const isNews = watched.open.some(
    ({ code, lastSeenAt }) =>
      code === 'tag-moved' && now.getTime() - Date.parse(lastSeenAt) < newsMs,
  );
  return isNews ? undecided : { standing: [], decided: ['tag-moved'] };
}
