/**
 * Something that is wrong with a server, for one repository or file.
 *
 * - `down`: the connection is destroyed without an answer.
 * - `status`: this status in the place of any other; 429 carries `Retry-After`.
 * - `slow`: the answer starts late.
 * - `truncated`: the announced length, half of the bytes, and then the connection is destroyed.
 * - `endless`: a body without end.
 * - `wrong-bytes`: right length and headers, and one byte in the middle is another.
 * - `garbage`: 200 with bytes that are nothing.
 *
 * @public
 */
export type Fault = (
  | { kind: 'down' }
  | { kind: 'status'; status: FaultStatus; retryAfterSeconds?: number }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'truncated' }
  | { kind: 'endless' }
  | { kind: 'wrong-bytes' }
  | { kind: 'garbage' }
) & {
  /** Only requests whose path contains this text: `/referrers/`, `.sig`, `/blobs/`. */
  on?: string;
};

/** @public */
export type FaultStatus = 401 | 403 | 404 | 429 | 500 | 502 | 503;

/**
 * Faults by name: a repository, a file's path, or the folder of either, ending in `/`.
 *
 * @public
 */
export class FaultTable {
  private readonly faults = new Map<string, Fault>();

  set(name: string, fault: Fault): void {
    this.faults.set(name, fault);
  }

  clear(name: string): void {
    this.faults.delete(name);
  }

  /** The fault of the name itself, else of its nearest folder. */
  find(name: string, path: string): Fault | undefined {
    for (const candidate of nameAndFolders(name)) {
      const fault = this.faults.get(candidate);
      if (fault && (fault.on === undefined || path.includes(fault.on)))
        return fault;
    }
    return undefined;
  }

  toJSON(): Record<string, Fault> {
    return Object.fromEntries(this.faults);
  }
}

function* nameAndFolders(name: string): Iterable<string> {
  yield name;
  for (
    let slash = name.lastIndexOf('/');
    slash > 0;
    slash = name.lastIndexOf('/', slash - 1)
  )
    yield name.slice(0, slash + 1);
}
