import { createHash, randomBytes } from 'node:crypto';

/** What comes before the first link. */
export const genesis = '0'.repeat(64);

/** A salt that nobody guesses: without it a commitment to an e-mail address could be found by trying addresses. */
export function newSalt(): string {
  return randomBytes(32).toString('hex');
}

export interface CommittedContent {
  kind: string;
  at: string;
  /** The text as it is stored. */
  content: string;
}

/** Commits to what is told, when and of what kind (S10.1). */
export function commitToContent(salt: string, told: CommittedContent): string {
  return hashOf(['content', salt, told.kind, told.at, told.content]);
}

/** Commits to what may be erased. */
export function commitToDetail(salt: string, detail: string): string {
  return hashOf(['detail', salt, detail]);
}

/** One commitment for both parts of an entry; the only thing about them that the chain holds. */
export function commitToEntry(content: string, detail: string | null): string {
  return hashOf(['entry', content, detail]);
}

/** A row of the chain without its own hash. */
export interface Link {
  sequence: number;
  previousHash: string;
  commitment: string;
  sealedAt: string;
}

/** The hash of a row of the chain; whoever has it has everything before it. */
export function hashOfLink(link: Link): string {
  return hashOf([
    'countersign-log-1',
    link.sequence,
    link.previousHash,
    link.commitment,
    link.sealedAt,
  ]);
}

/** Digest over a text, as entries name what they rest on. */
export function digestOfText(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** A JSON array tells its elements apart whatever they hold, which a plain concatenation would not. */
function hashOf(parts: (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
