import { CustomErrorBase } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';

/** Somebody asked for more looks than one may in a minute; nothing was changed. */
export class TooManyChecksError extends CustomErrorBase {
  name = 'TooManyChecksError' as const;
  readonly status = 429;

  constructor(readonly retryAfterSeconds: number) {
    super(
      `too many looks were asked for in this minute; ask again in ${retryAfterSeconds} seconds`,
    );
  }
}

/** Says in the header, too, when asking again makes sense. */
export function tellWhenToRetry(): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (error instanceof TooManyChecksError)
      response.setHeader('retry-after', String(error.retryAfterSeconds));
    next(error);
  };
}
