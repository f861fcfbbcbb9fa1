import { EvidenceFailure } from '../../../EvidenceFailure';

const block = 512;

/**
 * The files of a tar archive, in their order. Only what signers of manifests write: plain files and folders with plain
 * headers. Anything that one reader could unpack and another pass over is refused.
 *
 * @throws EvidenceFailure `unsupported-format`, `malformed`
 * @remarks Source: POSIX.1, ustar interchange format.
 */
export function untar(archive: Buffer): { name: string; bytes: Buffer }[] {
  const files: { name: string; bytes: Buffer }[] = [];
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header.every(byte => byte === 0)) return files;
    const size = octal(header.subarray(124, 136));
    const type = String.fromCharCode(header[156]);
    const start = at + block;
    if (start + size > archive.length) break;
    if (type === '0' || type === '\0')
      files.push({
        name: textOf(header.subarray(0, 100)),
        bytes: archive.subarray(start, start + size),
      });
    else if (type !== '5')
      throw new EvidenceFailure(
        'format',
        'unsupported-format',
        'the signed archive holds something that is no plain file',
      );
    at = start + Math.ceil(size / block) * block;
  }
  throw malformed('the signed archive is cut off');
}

function octal(field: Buffer): number {
  const text = textOf(field).trim();
  if (!/^[0-7]{1,11}$/.test(text))
    throw malformed('the signed archive has a file without a size');
  return parseInt(text, 8);
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? field.length : end).toString();
}

function malformed(message: string) {
  return new EvidenceFailure('format', 'malformed', message);
}
