import {
  AuthorityError,
  AuthorityKeeper,
  fixedSource,
  keyAuthority,
  sigstoreAuthority,
  type Authority,
  type AuthorityKeeperOptions,
  type AuthoritySource,
  type SigstoreAuthority,
} from '@countersign/verifier';
import type { ConfiguredAuthority, ConfiguredKey } from '../config';
import { sourceOf } from './sourceOf';

export type Keeping = Pick<
  AuthorityKeeperOptions,
  'store' | 'clock' | 'verify'
> & {
  /** What the version in force proved. */
  retainedOf(
    authority: Authority,
  ): ReturnType<NonNullable<AuthorityKeeperOptions['retained']>>;
};

/** A keeper for what configuration names. */
export async function keeperOf(
  configured: ConfiguredAuthority,
  { retainedOf, ...options }: Keeping,
): Promise<AuthorityKeeper> {
  const { name } = configured;
  const refreshing = 'intervalMs' in configured ? configured : undefined;
  const keeper: AuthorityKeeper = new AuthorityKeeper({
    ...options,
    name,
    kind: configured.type === 'key' ? 'key' : 'sigstore',
    source: await sourceOrFailure(configured, options),
    build: content => build(configured, content),
    retained: async () =>
      keeper.authority ? retainedOf(keeper.authority) : [],
    // What never moves is asked again only while it is not there.
    intervalMs: refreshing?.intervalMs ?? 3_600_000,
    accept: refreshing?.accept,
  });
  return keeper;
}

/** S5.3: a pinned root that cannot be read takes away one authority, never the process. */
async function sourceOrFailure(
  configured: ConfiguredAuthority,
  options: Pick<Keeping, 'clock'>,
): Promise<AuthoritySource> {
  try {
    return await sourceOf(configured, options);
  } catch {
    return fixedSource({
      kind: 'file',
      read: async () => {
        await sourceOf(configured, options);
        throw new Error('its root can be read now; restart to use it');
      },
    });
  }
}

function build(configured: ConfiguredAuthority, content: string): Authority {
  if (configured.type === 'key') return keyOf(configured, content);
  const { name, thresholds } = configured;
  return sigstoreAuthority(name, parseRoot(content), { thresholds });
}

/** The parser's own words quote the text, and a path may name any file by mistake. */
function parseRoot(content: string): object {
  try {
    return JSON.parse(content);
  } catch {
    throw new AuthorityError('its content is not JSON');
  }
}

/** @param log - whose logs prove times; the configuration names it, and it may move */
export function keyOf(
  { name, notBefore, notAfter }: ConfiguredKey,
  pem: string,
  log?: SigstoreAuthority,
): Authority {
  return keyAuthority(name, pem, {
    notBefore: instant(notBefore),
    notAfter: instant(notAfter),
    log,
  });
}

export function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
