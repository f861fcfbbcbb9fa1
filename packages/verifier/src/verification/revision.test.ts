import { unsafeRevisions, verifierRevision } from './revision';

describe('verifierRevision', () => {
  it('S6.4 comes after every revision that is unsafe', () => {
    expect(Number.isInteger(verifierRevision)).toBe(true);
    for (const unsafe of unsafeRevisions)
      expect(unsafe).toBeLessThan(verifierRevision);
  });
});
