import { AuthorityError } from '../authority';
import { firstLine, isObject, parseJson, valueAt } from '../../json';

/**
 * A role whose metadata a client keeps (TUF specification 1.0.31, section 2.1).
 *
 * @public
 */
export type TufRole = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** More are never asked for. */
export const tufRoles: readonly TufRole[] = [
  'root',
  'timestamp',
  'snapshot',
  'targets',
];

/**
 * What a client of a TUF repository has to remember: the newest root that it was led to, and the newest of what stands
 * below it, so that nobody can serve it anything older (TUF specification 1.0.31, section 5). Base64.
 *
 * @public
 */
export type TufMetadata = { root: string } & Partial<Record<TufRole, string>>;

const deepest = 32;

/** The version of each role; 0 where there is none. */
export function versionsOf(metadata: TufMetadata): Record<TufRole, number> {
  const entries = tufRoles.map(role => [role, versionOf(metadata[role])]);
  return Object.fromEntries(entries);
}

/**
 * Whether `next` would lead back behind `before`. A new root may begin to count its roles anew: that is how a
 * repository recovers from a version that was too high (TUF 5.3.11).
 */
export function leadsBack(before: TufMetadata, next: TufMetadata): boolean {
  const [old, fresh] = [versionsOf(before), versionsOf(next)];
  if (fresh.root !== old.root) return fresh.root < old.root;
  return tufRoles.some(role => fresh[role] < old[role]);
}

/**
 * When the first of the metadata ends.
 *
 * @throws AuthorityError for an end that is no date: the library would take it for "never"
 */
export function expiryOf(metadata: TufMetadata): Date {
  const ends = tufRoles.flatMap(role => {
    const encoded = metadata[role];
    if (encoded === undefined) return [];
    const expires = valueAt(parse(role, encoded), 'signed', 'expires');
    const end = typeof expires === 'string' ? Date.parse(expires) : NaN;
    if (Number.isNaN(end))
      throw new AuthorityError(`The TUF ${role} has an end that is no date.`);
    return [end];
  });
  return new Date(Math.min(...ends));
}

/**
 * One key under several names would count as several signers.
 *
 * @throws AuthorityError
 */
export function checkDistinctKeys(metadata: TufMetadata): void {
  const keys = valueAt(parse('root', metadata.root), 'signed', 'keys');
  const values = Object.values(isObject(keys) ? keys : {}).map(key =>
    String(valueAt(key, 'keyval', 'public')).trim(),
  );
  if (new Set(values).size !== values.length)
    throw new AuthorityError('The TUF root lists one key under several names.');
}

function versionOf(encoded: string | undefined): number {
  if (encoded === undefined) return 0;
  const version = valueAt(parse('metadata', encoded), 'signed', 'version');
  if (Number.isSafeInteger(version) && (version as number) > 0)
    return version as number;
  throw new AuthorityError('The TUF metadata has a version that is none.');
}

function parse(role: string, encoded: string): unknown {
  try {
    return parseJson(Buffer.from(encoded, 'base64'), deepest);
  } catch (error) {
    throw new AuthorityError(
      `The TUF ${role} cannot be read: ${firstLine(error)}.`,
      { cause: error },
    );
  }
}
