import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotModifiedError,
  ServiceUnavailableError,
  toError,
  type ErrorLike,
} from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';
import { randomUUID } from 'node:crypto';

/** Errors whose words were written for the caller. */
const told = new Set(
  [
    AuthenticationError,
    ConflictError,
    InputError,
    NotAllowedError,
    NotFoundError,
    NotModifiedError,
    ServiceUnavailableError,
  ].map(({ name }) => name),
);

/**
 * Keeps statements, stacks and whatever else an unexpected error quotes out of answers: the log has it, under an id
 * that the answer names. A database that is full, read-only or away is 503, because asking again later helps.
 */
export function concealInternals(logger: LoggerService): ErrorRequestHandler {
  return (raw, _request, _response, next) => {
    const error = toError(raw);
    if (told.has(error.name) || isCallersFault(error)) return next(raw);
    const id = randomUUID();
    logger.error(`request failed (${id})`, error);
    return next(
      isOfDatabase(error)
        ? new ServiceUnavailableError(
            `the database cannot do that now; nothing was changed (${id} in the log)`,
          )
        : new Error(`something went wrong here (${id} in the log)`),
    );
  };
}

/** As express and the validator of requests say it. */
function isCallersFault(error: object): boolean {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}

function isOfDatabase(error: ErrorLike): boolean {
  const code = String(error.code ?? '');
  return (
    ['SqliteError', 'KnexTimeoutError'].includes(error.name) ||
    code.startsWith('SQLITE_') ||
    // PostgreSQL's SQLSTATE, and a connection that could not be made.
    ('severity' in error && /^[0-9A-Z]{5}$/.test(code)) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(code)
  );
}
