import {
  checkDistrust,
  checkSigners,
  ConfigurationError,
  type AcceptanceList,
  type AcceptanceRule,
  type RegistryContent,
} from '@countersign/domain';
import {
  checkKeyNames,
  checkKeys,
  withGovernedKeys,
  type TrustedAuthorities,
} from '../trust';

/** What rules may name. */
export interface Nameable {
  /** What there is beside the keys of the list itself. */
  authorities: TrustedAuthorities;
  /** Absent: whatever anybody calls an environment. */
  environments?: string[];
}

const path = 'provenance.acceptance';

/**
 * Refuses the configured list where it names what does not exist. It is asked before the list comes into force: of a
 * list that seeded the registry long ago nothing is in force any more, and a mistake in it stops nobody.
 *
 * @throws ConfigurationError with the path of the name
 */
export function checkList(
  { initial, distrust = [], keys = [] }: AcceptanceList,
  { authorities, environments }: Nameable,
): void {
  refuseUnknownEnvironments(initial, environments);
  checkKeys(keys, `${path}.keys`);
  checkKeyNames(keys, authorities, `${path}.keys`);
  const { states } = withGovernedKeys(authorities, keys);
  checkSigners(initial, states, `${path}.initial`);
  checkDistrust(distrust, states, `${path}.distrust`);
}

/**
 * The first name in a version in force that does not exist. Nobody can correct that in the configuration, and an
 * authority may be back tomorrow: it is said, and what needs the name is not met meanwhile.
 */
export function missingName(
  { rules, distrust = [], keys = [] }: RegistryContent,
  { authorities }: Pick<Nameable, 'authorities'>,
): string | undefined {
  const { states } = withGovernedKeys(authorities, keys);
  try {
    checkSigners(rules, states, 'rules');
    checkDistrust(distrust, states, 'distrust');
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
}

/** A rule for an environment that does not exist never applies, and whoever wrote it believes that it does. */
function refuseUnknownEnvironments(
  rules: AcceptanceRule[],
  environments: string[] | undefined,
) {
  if (!environments) return;
  rules.forEach((rule, i) => {
    const unknown = rule.environments?.find(
      name => !environments.includes(name),
    );
    if (unknown !== undefined)
      throw new ConfigurationError(
        `${path}.initial[${i}].environments`,
        `"${unknown}" is none of provenance.environments (${environments.join(
          ', ',
        )})`,
      );
  });
}
