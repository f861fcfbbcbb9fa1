import { jsonReply, type Reply } from '../http/Reply';

/** A request that a service refuses, with the status that the real one has for it. */
export class ServiceError extends Error {
  readonly name = 'ServiceError';

  constructor(
    readonly status: 400 | 401 | 404 | 405 | 409 | 413 | 415,
    message: string,
    private readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  toReply(): Reply {
    const { status: code, message } = this;
    return jsonReply(code, { code, message }, this.headers);
  }
}
