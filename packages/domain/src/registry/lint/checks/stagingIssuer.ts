import type { Check, Hit } from '../Check';
import type { LintOptions } from '../Finding';
import type { RuleView } from '../view';

/** Where a rule speaks for production: a rule without environments speaks for all of them. */
function productionOf(
  { environments }: RuleView,
  { production }: LintOptions,
): string | undefined {
  if (!environments) return 'every environment';
  return environments
    .map(({ text }) => text)
    .find(name => production?.includes(name) ?? /^(?:prod|live)/i.test(name));
}

export const stagingIssuer: Check = {
  code: 'staging-issuer',
  find: ({ signers }, options) =>
    signers.flatMap(({ path, issuer, known, rule }): Hit[] => {
      if (!known?.hazards.isStaging) return [];
      const environment = productionOf(rule, options);
      return environment
        ? [{ path: `${path}.issuer`, value: issuer, words: { environment } }]
        : [];
    }),
};
