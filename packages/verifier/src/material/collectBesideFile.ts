import type { MaterialSource } from '@countersign/domain';
import {
  bundleAddresses,
  certificateAddresses,
  signatureAddress,
  type ReadFile,
} from '../files';
import type { ReadableFiles } from '../files/ReadableFiles';
import { hexOf } from '../encoding';
import { LimitError, lookError } from '../LookError';
import type { FileReference } from '../reference';
import type { Look } from './Look';
import { signatureAnnotations, toMaterial } from './Material';
import { signedParts, type SignedPart } from './signedFile';
import { holdsSignature, mayBeManifest } from './signedManifest';
import { smallFirst } from './signedLayers';
import { takingTurns } from './takingTurns';

/** Where signed material of a file can lie, in the order in which it is looked for. */
export const fileSources = [
  'bundle-file',
  'signature-file',
  'manifest-annotations',
] as const;

/** A file as far as an earlier step of the same look read it, or as far as it is known at all. */
export type KnownFile = Pick<ReadFile, 'digest'> &
  Partial<Pick<ReadFile, 'further' | 'bytes' | 'kinds'>>;

/**
 * Looks at every place where signed material of a file can lie (S1.2): bundles and signatures beside it, and for
 * Kubernetes manifests their own annotations.
 *
 * @param known - the file was read and hashed for this very look
 */
export async function collectBesideFile(
  host: ReadableFiles,
  reference: FileReference,
  look: Look,
  known: KnownFile | undefined,
): Promise<void> {
  const isManifest = mayBeManifest(reference);
  let found: KnownFile | undefined;
  await look.at('subject', async () => {
    found =
      known && !isManifest ? known : await readSubject(host, reference, look);
    return true;
  });
  const sources = sourcesOf(reference, isManifest);
  if (!found) {
    look.neverReached(sources);
    return;
  }
  const file = found;
  look.canBe(file.kinds);
  const places = { host, reference, look, file };
  await look.at('bundle-file', () =>
    anyAdded(look, () =>
      readSigned(places, 'bundle-file', bundleAddresses(reference)),
    ),
  );
  if (sources.includes('signature-file'))
    await look.at('signature-file', () =>
      anyAdded(look, () =>
        readSigned(places, 'signature-file', [signatureAddress(reference)]),
      ),
    );
  if (isManifest)
    await look.at('manifest-annotations', () =>
      anyAdded(look, async () => readAnnotations(places)),
    );
}

interface Places {
  host: ReadableFiles;
  reference: FileReference;
  look: Look;
  file: KnownFile;
}

/** Where a bundle was named, that is where the signature lies: nothing else is asked for beside the file. */
function sourcesOf(
  { bundleUrl }: FileReference,
  isManifest: boolean,
): MaterialSource[] {
  return [
    'bundle-file',
    ...(bundleUrl === undefined ? (['signature-file'] as const) : []),
    ...(isManifest ? (['manifest-annotations'] as const) : []),
  ];
}

async function anyAdded(look: Look, work: () => Promise<void>) {
  const before = look.size;
  await work();
  return look.size > before;
}

async function readSubject(
  host: ReadableFiles,
  reference: FileReference,
  look: Look,
): Promise<ReadFile> {
  const hold = mayBeManifest(reference) ? look.limits.manifestBytes : 0;
  const file = await host.read(reference, hold);
  if (file.digest !== look.subject)
    throw lookError(
      'digest-mismatch',
      'material',
      `The file ${reference.repository} changed during the look: it now hashes to ${file.digest}.`,
    );
  return file;
}

interface FoundPart extends SignedPart {
  address: string;
  size: number;
}

/** Files take turns, and what is large comes last: what was put into one must not hide what lies in another (S5.2). */
async function readSigned(
  places: Places,
  source: MaterialSource,
  addresses: string[],
) {
  const { look } = places;
  const found: FoundPart[][] = [];
  for (const address of addresses)
    await look.part(source, async () => {
      const parts: FoundPart[] = [];
      found.push(parts);
      await findParts(places, address, parts);
    });
  for (const part of smallFirst(takingTurns(found), look)) {
    if (look.isFull(source)) break;
    await look.part(source, () => addPart(places, source, part));
  }
}

/** One more than can be kept, so that it shows where there are more. */
async function findParts(
  { host, look }: Places,
  address: string,
  parts: FoundPart[],
) {
  const bytes = await host.bundle(address);
  if (!bytes) return;
  for (const part of signedParts(bytes, look.limits.jsonDepth)) {
    parts.push({ ...part, address, size: part.bytes.length });
    if (parts.length > look.limits.materials) break;
  }
}

/**
 * A detached signature counts as one by a key, and once more with the certificate that lies beside it: whoever can put
 * one there must not hide whose key it was (S5.2).
 */
async function addPart(
  { host, look, file }: Places,
  source: MaterialSource,
  { address, size, ...part }: FoundPart,
) {
  const add = (certificate?: Buffer) => {
    look.reserve(source, size + (certificate?.length ?? 0));
    look.add(
      toMaterial({
        source,
        ...part,
        subjectDigests: file.further && {
          sha256: hexOf(file.digest),
          ...file.further,
        },
        annotations: {
          [signatureAnnotations.subject]: file.digest,
          ...(certificate && {
            [signatureAnnotations.certificate]: certificate.toString(),
          }),
        },
      }),
    );
  };
  add();
  if (part.format !== 'detached-signature') return;
  const certificate = await readCertificate(host, address);
  if (certificate) add(certificate);
}

async function readCertificate(
  host: ReadableFiles,
  signature: string,
): Promise<Buffer | undefined> {
  for (const address of certificateAddresses(signature)) {
    const bytes = await host.bundle(address);
    if (bytes) return bytes;
  }
  return undefined;
}

/** The manifest is its own material: what its annotations sign is the manifest itself, without them. */
function readAnnotations({ look, file, reference }: Places) {
  const source = 'manifest-annotations';
  if (!file.bytes)
    throw new LimitError(
      'manifestBytes',
      `The manifest ${reference.repository} has more than ${look.limits.manifestBytes} bytes.`,
    );
  if (!holdsSignature(file.bytes)) return;
  look.reserve(source, file.bytes.length);
  look.add(
    toMaterial({
      source,
      format: 'signed-manifest',
      mediaType: 'application/yaml',
      bytes: file.bytes,
    }),
  );
}
