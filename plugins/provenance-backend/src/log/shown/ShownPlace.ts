/** How far a check of what people read has come. */
export interface ShownPlace {
  /** Number of the check. */
  section: number;
  /** The key behind which to go on. */
  after: string;
}

/** Keys may be of any form, as whoever can write the database made them: they go as hexadecimal digits. */
export function placeAsText({ section, after }: ShownPlace): string {
  return `${section}.${Buffer.from(after).toString('hex')}`;
}

/** @returns nothing where it is no place that was ever handed out */
export function placeFrom(text: string): ShownPlace | undefined {
  const [section, key] = text.split('.');
  const after = Buffer.from(key, 'hex').toString('utf8');
  const isOne = /^[\x20-\x7e]*$/.test(after);
  return isOne ? { section: Number(section), after } : undefined;
}
