interface Waiting<I, O> {
  item: I;
  resolve(answer: O): void;
  reject(error: unknown): void;
}

/** How long one waits for company, in real milliseconds, and how many are company enough. */
export interface Company {
  ms: number;
  enough: number;
}

/**
 * Does together what is asked while the work before is under way; what is asked alone is done at once. Where work costs
 * as much for many as for one, whoever comes right after others began waits a moment for company; otherwise nobody does.
 * Whoever asks waits for the answer, which bounds how much gathers.
 *
 * @remarks What fails together is done one by one: a stranger's row must not take others with it.
 */
export class Gathering<I, O> {
  private waiting: Waiting<I, O>[] = [];
  private isBusy = false;
  private began = -Infinity;
  private hurry = () => {};

  constructor(
    /** As many answers as items, in their order. */
    private readonly work: (items: I[]) => Promise<O[]>,
    private readonly most: number,
    private readonly company: Company = { ms: 0, enough: 1 },
  ) {}

  ask(item: I): Promise<O> {
    const answer = new Promise<O>((resolve, reject) =>
      this.waiting.push({ item, resolve, reject }),
    );
    if (!this.isBusy) this.begin();
    if (this.isEnough) this.hurry();
    return answer;
  }

  private async begin(): Promise<void> {
    this.isBusy = true;
    // Whoever is ready at this very moment comes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      await this.gather();
      this.began = performance.now();
      await this.answer(this.waiting.splice(0, this.most));
    }
    this.isBusy = false;
  }

  private get isEnough(): boolean {
    return this.waiting.length >= this.company.enough;
  }

  private async gather(): Promise<void> {
    const left = this.began + this.company.ms - performance.now();
    if (left <= 0 || this.isEnough) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, left);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.hurry = () => {};
  }

  private async answer(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.work(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, i) => resolve(answers[i]));
    } catch (error) {
      if (batch.length === 1) batch[0].reject(error);
      else for (const one of batch) await this.answer([one]);
    }
  }
}
