/**
 * One request as a server saw it.
 *
 * @public
 */
export interface RecordedRequest {
  method: string;
  /** Path with query. */
  path: string;
  /** Repository in a registry, path of the file in a file server. */
  repository: string;
  /** Absent where the connection was destroyed. */
  status?: number;
  /** The `Authorization` header's scheme, never its value. */
  authorization?: string;
}

const kept = 20_000;

/**
 * What a server was asked, in order: the newest 20,000 requests.
 *
 * @public
 */
export class RequestLog {
  private entries: RecordedRequest[] = [];
  private readonly listeners = new Set<(request: RecordedRequest) => void>();

  add(request: RecordedRequest): void {
    this.entries.push(request);
    if (this.entries.length > kept * 2)
      this.entries = this.entries.slice(-kept);
    for (const listener of this.listeners) listener(request);
  }

  /** Requests of one repository, or all. */
  list(repository?: string): RecordedRequest[] {
    const newest = this.entries.slice(-kept);
    return repository === undefined
      ? newest
      : newest.filter(request => request.repository === repository);
  }

  clear(): void {
    this.entries = [];
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (request: RecordedRequest) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
