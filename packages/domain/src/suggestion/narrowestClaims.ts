import type { ClaimName, SignerClaims } from '../records/signer';
import { recogniseIssuer } from '../registry/issuers';

/** What says whose source it was; the id cannot be registered again by somebody else (S2.4). */
const sources: ClaimName[] = ['sourceRepository', 'sourceRepositoryId'];

const versionTag = /^refs\/tags\/v[0-9][^/]*$/;

/**
 * Claims that all of these certificates have in common and that say whose source was signed, on whose machine, and at which
 * ref where the subject does not say it.
 *
 * @returns undefined where there are none
 */
export function narrowestClaims(
  issuer: string,
  certificates: readonly { claims: SignerClaims }[],
): SignerClaims | undefined {
  const { hostedRunner, refClaims } = recogniseIssuer(issuer)?.hazards ?? {};
  const valuesOf = (name: ClaimName) => [
    ...new Set(certificates.map(({ claims }) => claims[name])),
  ];
  const found: SignerClaims = {};
  for (const name of sources) {
    const value = only(valuesOf(name));
    if (value !== undefined) found[name] = value;
  }
  const runner = only(valuesOf('runnerEnvironment'));
  if (runner !== undefined && runner === hostedRunner)
    found.runnerEnvironment = runner;
  const ref = refClaims?.includes('sourceRef')
    ? refFor(valuesOf('sourceRef'))
    : undefined;
  if (ref !== undefined) found.sourceRef = ref;
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A star would be a pattern. */
function only(values: (string | undefined)[]): string | undefined {
  const [value] = values;
  return values.length === 1 && value && !value.includes('*')
    ? value
    : undefined;
}

function refFor(refs: (string | undefined)[]): string | undefined {
  const areVersions = refs.every(ref => versionTag.test(ref ?? ''));
  return refs.length > 1 && areVersions ? 'refs/tags/v*' : only(refs);
}
