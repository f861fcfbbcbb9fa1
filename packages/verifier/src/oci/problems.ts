import type { Digest } from '@countersign/domain';
import type { Limits } from '../limits';
import { LimitError, lookError } from '../LookError';

export function pageMissing(name: string) {
  return lookError(
    'registry-unreachable',
    'infrastructure',
    `${name} has no page of referrers where it said the next one is.`,
  );
}

export function mismatch(what: string, found: Digest) {
  return lookError(
    'digest-mismatch',
    'material',
    `${what} has other bytes than its digest says: they hash to ${found}.`,
  );
}

export function wrongSize(what: string, { length }: Buffer, said: number) {
  return lookError(
    'malformed',
    'material',
    `${what} has ${length} bytes, and what names it says ${said}.`,
  );
}

export function tooManyPages(name: string, { referrerPages }: Limits) {
  return new LimitError(
    'referrerPages',
    `${name} lists referrers on more than ${referrerPages} pages.`,
  );
}
