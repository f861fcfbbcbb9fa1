import { firstRule } from '../../words';
import { Notice, Snippet } from '../parts';

/** A portal without rules, and the shortest way to the first. */
export function NoRules() {
  return (
    <Notice tone="grey" title="Nobody may sign anything yet.">
      Everything is looked at, and nothing is judged. Begin with one rule that
      only observes: it shows what would be blocked, and blocks nothing. Put in
      your registry, your organisation and your release workflow:
      <Snippet
        text={firstRule}
        what="the lines for app-config.yaml"
        file="app-config.yaml"
      />
    </Notice>
  );
}
