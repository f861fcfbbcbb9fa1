import type { Evidence } from '@countersign/domain';
import type { Authority } from '@countersign/verifier';
import {
  at,
  digestOf,
  evidenceOf,
  materialOf,
} from '../__testUtils__/fixtures';
import { unobserved } from '../health/Observer';
import {
  completeEvidence,
  evidenceInForce,
  withFresh,
} from './completeEvidence';

const subject = digestOf('a');
const material = materialOf('b');
const acme = {
  name: 'acme',
  kind: 'sigstore',
  digest: digestOf('c'),
} as Authority;
const lab = {
  name: 'lab',
  kind: 'sigstore',
  digest: digestOf('d'),
} as Authority;

const failed = (code: 'signature-invalid' | 'time-unproven') =>
  ({ status: 'failed', code, message: 'no' } as const);

async function complete(
  known: Evidence[],
  authorities = [acme, lab],
  revision = 1,
) {
  const verify = jest.fn(async (m, { authority }) =>
    evidenceOf(subject, m.digest, authority, undefined, revision),
  );
  const load = jest.fn(async digests => (digests.length ? [material] : []));
  const evidence = await completeEvidence({
    observer: unobserved,
    subject,
    materials: [material.digest, material.digest],
    load,
    known,
    authorities,
    verification: { revision, verify },
    now: new Date(at(0)),
  });
  return {
    names: evidence.map(one => one.authority),
    asked: load.mock.calls[0][0],
  };
}

describe('completeEvidence', () => {
  it('S1.5 verifies each material once under each authority', async () => {
    expect(await complete([])).toEqual({
      names: ['acme', 'lab'],
      asked: [material.digest],
    });
  });

  it('asks for no bytes where everything is settled', async () => {
    const known = [
      evidenceOf(subject, material.digest, acme),
      evidenceOf(subject, material.digest, lab, failed('signature-invalid')),
    ];
    expect(await complete(known)).toEqual({ names: [], asked: [] });
  });

  it('verifies again what only the clock may have failed', async () => {
    const known = [
      evidenceOf(subject, material.digest, acme),
      evidenceOf(subject, material.digest, lab, failed('time-unproven')),
    ];
    expect((await complete(known)).names).toEqual(['lab']);
  });

  it('S6.4 verifies again under a raised revision', async () => {
    const known = [evidenceOf(subject, material.digest, acme)];
    expect((await complete(known, [acme], 2)).names).toEqual(['acme']);
  });

  it('S6.4 verifies again when the content of an authority changed', async () => {
    const known = [evidenceOf(subject, material.digest, acme)];
    const changed = { ...acme, digest: digestOf('e') } as Authority;
    expect((await complete(known, [changed])).names).toEqual(['acme']);
  });
});

describe('evidenceInForce', () => {
  const old = evidenceOf(
    subject,
    material.digest,
    acme,
    failed('signature-invalid'),
    1,
  );
  const newer = evidenceOf(subject, material.digest, acme, undefined, 2);

  it('keeps the newest revision', () => {
    expect(evidenceInForce([newer, old], [acme])).toEqual([newer]);
  });

  it('S6.4 counts no evidence of an unsafe revision, and what is left of others', () => {
    const counted = { revision: 3, unsafeRevisions: new Set([2]) };
    expect(evidenceInForce([newer], [acme], counted)).toEqual([]);
    expect(evidenceInForce([newer, old], [acme], counted)).toEqual([old]);
    const anew = evidenceOf(subject, material.digest, acme, undefined, 3);
    expect(evidenceInForce([newer, anew], [acme], counted)).toEqual([anew]);
  });

  it('S6.4 counts an older safe revision until it was verified again', () => {
    const counted = { revision: 3, unsafeRevisions: new Set<number>() };
    expect(evidenceInForce([newer], [acme], counted)).toEqual([newer]);
  });

  it('S6.3 counts nothing of a newer release after a rollback', () => {
    const counted = { revision: 1, unsafeRevisions: new Set<number>() };
    expect(evidenceInForce([newer, old], [acme], counted)).toEqual([old]);
  });

  it('goes by the names that authorities have now', () => {
    const renamed = { ...acme, name: 'acme-2027' } as Authority;
    expect(evidenceInForce([newer], [renamed])).toEqual([
      { ...newer, authority: 'acme-2027' },
    ]);
  });

  it('S6.4 leaves the name to what an authority proved that is gone', () => {
    expect(evidenceInForce([newer], [lab])).toEqual([newer]);
  });
});

describe('withFresh', () => {
  it('replaces what was verified again', () => {
    const before = evidenceOf(
      subject,
      material.digest,
      acme,
      failed('time-unproven'),
    );
    const other = evidenceOf(subject, material.digest, lab);
    const fresh = evidenceOf(subject, material.digest, acme);
    expect(withFresh([before, other], [fresh])).toEqual([other, fresh]);
  });
});
