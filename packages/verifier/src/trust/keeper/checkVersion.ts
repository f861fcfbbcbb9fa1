import type { Digest, Evidence } from '@countersign/domain';
import { digestOf } from '../../encoding';
import type { Material } from '../../material/Material';
import type { Authority } from '../authority';
import { mintStranger } from './mintStranger';
import { removedFrom } from './removedFrom';
import { withBrokenSignature } from './withBrokenSignature';

/**
 * Material that was seen before, and the digest that it was found at.
 *
 * @public
 */
export interface RetainedMaterial {
  subject: Digest;
  material: Material;
}

/**
 * Verifies one material; the function `verifyMaterial`, or a pool of workers.
 *
 * @public
 */
export type VerifyProbe = (
  material: Material,
  context: { subject: Digest; authority: Authority; now: Date },
) => Evidence | Promise<Evidence>;

export interface CheckVersionOptions {
  /** Absent where nothing was ever in force. */
  current?: Authority;
  next: Authority;
  retained: RetainedMaterial[];
  verify: VerifyProbe;
  now: Date;
  /** A person wrote this digest down: what the version loses, it may lose. */
  accepted: boolean;
}

/**
 * Whether a new version of an authority may come into force: it proves nothing that must not be proven, and goes on
 * proving what the version in force proves.
 *
 * @remarks
 * A window that has an end now may cost material that was signed after it: that is how a stolen key is withdrawn, and
 * nobody may have to be asked for that. A certificate authority or log that is gone altogether costs everything that it
 * ever proved; no instance retires one like that, so a person has to have said that it is meant.
 *
 * @returns why not; nothing where it may
 */
export async function checkVersion(
  options: CheckVersionOptions,
): Promise<string | undefined> {
  return (await acceptsBad(options)) ?? (await losesGood(options));
}

async function acceptsBad(
  options: CheckVersionOptions,
): Promise<string | undefined> {
  const { next, now } = options;
  const { subject, material } = mintStranger(now);
  if (await proves(next, material, subject, options))
    return 'it would accept a signature that a stranger made a moment ago';
  for (const { subject: of, material: one } of options.retained) {
    const broken = withBrokenSignature(one);
    if (broken && (await proves(next, broken, of, options)))
      return `it would accept material ${one.digest} with a changed signature`;
    if (await proves(next, one, digestOf(`not ${of}`), options))
      return `it would accept material ${one.digest} for an artifact that it does not speak of`;
  }
  return undefined;
}

async function losesGood(
  options: CheckVersionOptions,
): Promise<string | undefined> {
  const { current, next, accepted } = options;
  if (!current || accepted) return undefined;
  const removed = removedFrom(current, next);
  if (removed.length === 0) return undefined;
  let good = 0;
  let lost = 0;
  for (const { material, subject } of options.retained) {
    if (!(await proves(current, material, subject, options))) continue;
    good++;
    if (!(await proves(next, material, subject, options))) lost++;
  }
  if (lost === 0) return undefined;
  return (
    `${lost} of ${good} retained materials would not be proven any more, because ${removed.join(
      ', ',
    )} ` + `is not in it; where that is meant, accept the version by its digest`
  );
}

async function proves(
  authority: Authority,
  material: Material,
  subject: Digest,
  { verify, now }: CheckVersionOptions,
): Promise<boolean> {
  const evidence = await verify(material, { subject, authority, now });
  return evidence.outcome.status === 'proven';
}
