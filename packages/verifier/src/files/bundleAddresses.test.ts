import { parseReference, type FileReference } from '../reference';
import {
  bundleAddresses,
  certificateAddresses,
  signatureAddress,
} from './bundleAddresses';

const file = (address: string, bundleUrl?: string) =>
  parseReference(address, { bundleUrl }) as FileReference;

describe('where signed material of a file lies', () => {
  it('is beside it, with the query that an object store wants', () => {
    const reference = file('https://store.test/b/vpc.tgz?X-Sig=abc');
    for (const address of [
      ...bundleAddresses(reference),
      signatureAddress(reference),
    ])
      expect(address).toMatch(
        /^https:\/\/store\.test\/b\/vpc\.tgz\.[a-z.]+\?X-Sig=abc$/,
      );
  });

  it('is where it was said to be, and nowhere else', () => {
    const bundle = 'https://store.test/b/other.json';
    expect(bundleAddresses(file('https://store.test/a.tgz', bundle))).toEqual([
      bundle,
    ]);
  });

  it('a certificate lies where its signature does', () => {
    expect(certificateAddresses('https://store.test/a.tgz.sig?q=1')).toContain(
      'https://store.test/a.tgz.pem?q=1',
    );
    expect(certificateAddresses('https://store.test/a.tgz')).toEqual([]);
  });
});
