import { hash, randomUUID } from 'node:crypto';

/** The share of places that may be taken, beyond which looking for one takes long. */
const mostTaken = 0.75;

/**
 * Names that a pass has seen, in some twenty bytes each: a table of numbers that follow from the names.
 *
 * Two names have the same number once in 10^14 times, and nobody can choose names that do, because each pass counts
 * otherwise. What a pass takes for seen because of that, the next one does not.
 */
export class SeenNames {
  size = 0;
  private readonly key = randomUUID();
  private table = new Float64Array(1_024);

  add(name: string): void {
    const number = this.numberOf(name);
    if (place(this.table, number)) this.size++;
    if (this.size > mostTaken * this.table.length) this.grow();
  }

  has(name: string): boolean {
    const number = this.numberOf(name);
    return this.table[placeOf(this.table, number)] === number;
  }

  /** Never 0, which is an empty place; 48 bits, which a number holds exactly. */
  private numberOf(name: string): number {
    return hash('sha256', this.key + name, 'buffer').readUIntBE(0, 6) + 1;
  }

  private grow() {
    const larger = new Float64Array(2 * this.table.length);
    for (const number of this.table) if (number !== 0) place(larger, number);
    this.table = larger;
  }
}

/** @returns whether it was not there before */
function place(table: Float64Array, number: number): boolean {
  const at = placeOf(table, number);
  const isNew = table[at] === 0;
  table[at] = number;
  return isNew;
}

/** Where a number is, or would be: at its own place, or at the next one that is empty. */
function placeOf(table: Float64Array, number: number): number {
  let at = number % table.length;
  while (table[at] !== 0 && table[at] !== number) at = (at + 1) % table.length;
  return at;
}
