import type { Knex } from 'knex';
import { readForms, readSignerForms, type SignerForm } from '../../store';

/** Of text as it is stored, in each of two halves. */
const mostCharacters = 16_000_000;

interface Half {
  forms: Map<string, SignerForm[]>;
  characters: number;
}

/**
 * How signers signed, by its hash, of which it is always the same: a rule that is being written is held against
 * everybody with every few letters. What was not asked for lately is forgotten.
 */
export class SignerFormsMemory {
  private newer: Half = { forms: new Map(), characters: 0 };
  private older: Half = { forms: new Map(), characters: 0 };

  constructor(
    private readonly options: { knex: Knex; mostCharacters?: number },
  ) {}

  /** What is not there any more is left out. */
  async read(
    hashes: Iterable<string>,
  ): Promise<ReadonlyMap<string, SignerForm[]>> {
    const found = new Map<string, SignerForm[]>();
    const missing = new Set<string>();
    for (const hash of hashes) {
      const forms = this.known(hash);
      if (forms) found.set(hash, forms);
      else missing.add(hash);
    }
    if (missing.size === 0) return found;
    const { knex } = this.options;
    for (const [hash, text] of await readSignerForms({ knex, hashes: missing }))
      found.set(hash, this.remember(hash, readForms(text), text.length));
    return found;
  }

  private known(hash: string): SignerForm[] | undefined {
    const newer = this.newer.forms.get(hash);
    if (newer) return newer;
    return this.older.forms.get(hash);
  }

  private remember(hash: string, forms: SignerForm[], characters: number) {
    const most = this.options.mostCharacters ?? mostCharacters;
    if (this.newer.characters + characters > most) {
      this.older = this.newer;
      this.newer = { forms: new Map(), characters: 0 };
    }
    this.newer.forms.set(hash, forms);
    this.newer.characters += characters;
    return forms;
  }
}
