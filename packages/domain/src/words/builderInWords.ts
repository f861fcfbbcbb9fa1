import type { ReviewedBuilder } from '../registry/reviewedBuilders';
import { visibleText } from '../text';
import { shownPattern, starsInWords } from './patternInWords';
import { conditionedWords, identityInWords, keyInWords } from './signerInWords';

/**
 * A reviewed builder in words. Everything is safe to show.
 *
 * @public
 */
export interface BuilderInWords {
  /** "Provenance signed by workflow build.yml of acme/ci on version tags (v*) at GitHub Actions reaches SLSA build level 3." */
  sentence: string;
  /** What the review found. */
  because: string;
  /** Who signs, as it is compared. */
  exact: string;
  stars: string[];
}

/**
 * Says which SLSA build level a builder was reviewed for.
 *
 * @public
 */
export function builderInWords({
  builder,
  signer,
  level,
  because,
}: ReviewedBuilder): BuilderInWords {
  const who =
    'key' in signer ? keyInWords(signer.key) : identityInWords(signer);
  const names =
    builder === undefined
      ? ''
      : ` that names the builder ${shownPattern(builder)}`;
  return {
    sentence: `Provenance signed by ${conditionedWords(
      who,
    )}${names} reaches SLSA build level ${level}.`,
    because: visibleText(because, 2_000),
    exact: who.exact,
    // Its claims are exact.
    stars: starsInWords(
      [builder ?? '', 'key' in signer ? '' : signer.subject].join(' '),
    ),
  };
}
