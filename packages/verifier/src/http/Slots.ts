interface Waiting {
  signal: AbortSignal;
  turn(): void;
  leave(): void;
}

/** A number of places; who finds none waits for its turn. */
export class Slots {
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** @throws the signal's reason where it ends the wait */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
  }

  /** Hands the place to whoever has waited longest. */
  give() {
    const next = this.#waiting.shift();
    if (!next) {
      this.#free++;
      return;
    }
    next.signal.removeEventListener('abort', next.leave);
    next.turn();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const at = this.#waiting.findIndex(one => one.leave === leave);
        this.#waiting.splice(at, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push({ signal, turn: resolve, leave });
    });
  }
}
