import type { Authority } from '@countersign/verifier';
import { digestOf, evidenceOf, materialOf } from '../__testUtils__/fixtures';
import { verifyOnce } from './verifyOnce';

const subject = digestOf('a');
const acme = { name: 'acme', digest: digestOf('c') } as Authority;
const lab = { name: 'lab', digest: digestOf('d') } as Authority;
const context = { subject, authority: acme, now: new Date(0) };

describe('verifyOnce', () => {
  const verify = jest.fn(async (material, { authority }) =>
    evidenceOf(subject, material.digest, authority),
  );
  const create = (keep: boolean) =>
    verifyOnce({ revision: 1, verify, close: async () => undefined }, { keep });

  beforeEach(() => jest.clearAllMocks());

  it('S1.5 verifies once what two looks ask at the same time, under each authority', async () => {
    const once = create(false);
    const [one, other, third] = await Promise.all([
      once.verify(materialOf('b'), context),
      once.verify(materialOf('b'), context),
      once.verify(materialOf('b'), { ...context, authority: lab }),
    ]);
    expect(one).toBe(other);
    expect(third).not.toBe(one);
    expect(verify).toHaveBeenCalledTimes(2);
    await once.verify(materialOf('b'), context);
    expect(verify).toHaveBeenCalledTimes(3);
  });

  it('keeps what it proved for those who share a look', async () => {
    const once = create(true);
    await once.verify(materialOf('b'), context);
    await once.verify(materialOf('b'), context);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('keeps no failure to verify', async () => {
    const once = create(true);
    verify.mockRejectedValueOnce(new Error('the worker is gone'));
    await expect(once.verify(materialOf('b'), context)).rejects.toThrow('gone');
    await once.verify(materialOf('b'), context);
    expect(verify).toHaveBeenCalledTimes(2);
  });
});
