import type { TopLevel } from './topLevel';

/** What a file turned out to be made of, as far as a glimpse of it tells. */
export type FileContent =
  /** The names of everything in it, in the archive's own order. */
  | { form: 'tar' | 'zip'; names: string[] }
  /** JSON or YAML: the first level of every document. */
  | { form: 'documents'; documents: TopLevel[] }
  /** The first bytes of anything else. */
  | { form: 'other'; head: Buffer };

/** Whether an archive holds something with such a name. */
export function holds(content: FileContent, name: RegExp): boolean {
  return (
    (content.form === 'tar' || content.form === 'zip') &&
    content.names.some(one => name.test(one))
  );
}

/** Whether there are documents, and each of them is such a one. */
export function allDocuments(
  content: FileContent,
  is: (document: TopLevel) => boolean,
): boolean {
  return (
    content.form === 'documents' &&
    content.documents.length > 0 &&
    content.documents.every(is)
  );
}

/** Whether a file begins with these bytes. */
export function begins(
  content: FileContent,
  magic: Buffer,
  offset = 0,
): boolean {
  return (
    content.form === 'other' &&
    content.head.subarray(offset, offset + magic.length).equals(magic)
  );
}

/** The beginning of a file as text, for forms that are neither JSON nor YAML. */
export function startOf(content: FileContent): string {
  return content.form === 'other'
    ? content.head.subarray(0, 4_096).toString('latin1')
    : '';
}
