import type { DistrustEntry } from '../registry/distrust';
import { visibleText } from '../text';
import { instantInWords } from './instantInWords';
import { shownPattern, starsInWords } from './patternInWords';
import { fullWords, identityInWords } from './signerInWords';

/**
 * A distrust entry in words. Everything is safe to show.
 *
 * @public
 */
export interface DistrustInWords {
  /** "Nothing signed by key “old-key” counts, from 2026-11-03 00:00 UTC on." */
  sentence: string;
  /** What its instant means for what is older; absent where it has none. */
  older?: string;
  /** Why, in the words of whoever wrote it. */
  because: string;
  /** What is compared, as it stands in the entry. */
  exact: string;
  stars: string[];
}

/**
 * Says who or what counts for nothing, whatever the rules say.
 *
 * @public
 */
export function distrustInWords(entry: DistrustEntry): DistrustInWords {
  const { target, exact, pattern = '' } = targetOf(entry);
  const from =
    entry.from === undefined ? '' : `, from ${instantInWords(entry.from)} on`;
  return {
    sentence: `${target}${from}.`,
    ...(entry.from !== undefined && { older: olderThan(entry) }),
    because: visibleText(entry.reason, 2_000),
    exact,
    stars: starsInWords(pattern),
  };
}

function targetOf(entry: DistrustEntry): {
  target: string;
  exact: string;
  pattern?: string;
} {
  if ('key' in entry) {
    const exact = visibleText(entry.key);
    return { target: `Nothing signed by key “${exact}” counts`, exact };
  }
  if ('workflow' in entry) {
    const exact = shownPattern(entry.workflow);
    return {
      target: `Nothing signed in the workflow ${exact} counts, whoever started it`,
      exact,
      pattern: entry.workflow,
    };
  }
  if ('authority' in entry) {
    const exact = visibleText(entry.authority);
    return {
      target: `Nothing proven under authority “${exact}” counts`,
      exact,
    };
  }
  if ('log' in entry) {
    const exact = visibleText(entry.log);
    return {
      target: `Nothing that the transparency log ${exact} vouches for counts`,
      exact,
    };
  }
  if ('digest' in entry) {
    const exact = visibleText(entry.digest);
    return {
      target: `The artifact ${exact} is never trusted, whoever signed it`,
      exact,
    };
  }
  return identityTarget(entry.identity);
}

function identityTarget(
  identity: Extract<DistrustEntry, { identity: unknown }>['identity'],
) {
  const { authority, ...inWords } = identityInWords(identity);
  const under =
    authority === undefined
      ? ', whoever certified it'
      : `, certified by ${authority}`;
  return {
    target: `Nothing signed by ${fullWords(inWords)}${under}, counts`,
    exact: inWords.exact,
    pattern: identity.subject,
  };
}

/** S7.2: what is proven to be older still counts, but for a log, whose times count for nothing either. */
function olderThan(entry: DistrustEntry): string {
  if ('digest' in entry) return 'It is distrusted when the clock comes to it.';
  return 'log' in entry
    ? 'No older time is believed, as the times are the log’s own word.'
    : 'What is proven to be older still counts.';
}
