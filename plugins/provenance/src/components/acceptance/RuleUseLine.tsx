import { useNow, useRuleUse } from '../../hooks';
import { ruleUseWords, shadowWords, type RuleEntry } from '../../words';
import { useRuleTableStyles } from './useRuleTableStyles';

/** What a rule does; nothing while nobody knows. */
export function RuleUseLine({ entry }: { entry: RuleEntry }) {
  const classes = useRuleTableStyles();
  const now = useNow();
  const use = useRuleUse(entry.rule.name);
  return (
    <>
      {use && (
        <span className={classes.secondary}>{ruleUseWords(use, now)}</span>
      )}
      {shadowWords(entry.findings).map(words => (
        <span key={words} className={classes.secondary}>
          {words}
        </span>
      ))}
    </>
  );
}
