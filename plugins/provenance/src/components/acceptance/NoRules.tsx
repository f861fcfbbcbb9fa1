import { Link } from '@backstage/core-components';
import { useAcceptancePath } from '../../hooks';
import { firstRule } from '../../words';
import { Disclosure, Notice, Snippet } from '../parts';

/** A portal without rules, and the shortest way to the first. */
export function NoRules() {
  const pathOf = useAcceptancePath();
  return (
    <Notice tone="grey" title="Nobody may sign anything yet.">
      Everything is looked at, and nothing is judged. Begin with rules that only
      observe: they show what would be blocked, and block nothing.{' '}
      <Link to={pathOf('first-rules')}>See who signs what runs</Link> and
      propose the first rules from it, or{' '}
      <Link to={`${pathOf('propose')}?add=rule`}>write one yourself</Link>.
      <Disclosure title="Where the configuration has the rules">
        Put in your registry, your organisation and your release workflow:
        <Snippet
          text={firstRule}
          what="the lines for app-config.yaml"
          file="app-config.yaml"
        />
      </Disclosure>
    </Notice>
  );
}
