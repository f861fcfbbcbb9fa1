import type { FileReference } from '../reference';

/**
 * What signers put beside a file, in the order in which it is looked for.
 *
 * @remarks Sources: the Sigstore bundle's recommended name, cosign's `--bundle`, slsa-github-generator.
 */
const suffixes = [
  '.sigstore.json',
  '.sigstore',
  '.bundle',
  '.intoto.jsonl',
  '.build.slsa',
  '.intoto.build.slsa',
];

/** Names of certificates that go with a detached signature, in the order in which they are looked for. */
const certificateSuffixes = ['.pem', '.cert', '.crt'];

const signatureSuffix = '.sig';

/** Where bundles of a file may lie: the one that was named, else each customary name beside the file. */
export function bundleAddresses(reference: FileReference): string[] {
  if (reference.bundleUrl !== undefined) return [reference.bundleUrl];
  return suffixes.map(suffix => beside(reference.url, suffix));
}

/** Where cosign's detached signature of a file lies. */
export function signatureAddress(reference: FileReference): string {
  return beside(reference.url, signatureSuffix);
}

/** Where the certificate of a detached signature may lie: `file.pem` for `file.sig`. */
export function certificateAddresses(signature: string): string[] {
  const url = new URL(signature);
  if (!url.pathname.endsWith(signatureSuffix)) return [];
  url.pathname = url.pathname.slice(0, -signatureSuffix.length);
  return certificateSuffixes.map(suffix => beside(url.href, suffix));
}

/** The query goes along: an object store may want its token for both. */
function beside(address: string, suffix: string): string {
  const url = new URL(address);
  url.pathname += suffix;
  return url.href;
}
