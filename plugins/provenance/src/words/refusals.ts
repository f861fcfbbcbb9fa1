import { visibleText } from '@countersign/backstage-plugin-provenance-common';

/** Why the backend did not do what somebody asked for. */
export interface Refusal {
  /** Of a `ProposalRefusedError`; absent for whatever else failed. */
  code?: string;
  /** In the backend's own words, safe to show. */
  message: string;
  isForbidden: boolean;
  /** There is no such thing. */
  isMissing: boolean;
}

/** `ResponseError` by shape: another copy of its class may be loaded in the host. What it carries is anybody's. */
export function refusalOf(error: unknown): Refusal {
  const response = fieldsOf(error);
  const cause = fieldsOf(
    response.cause ?? fieldsOf(response.body).error ?? undefined,
  );
  const name = textOf(cause.name) ?? textOf(response.name);
  const message = textOf(cause.message) ?? textOf(response.message);
  const code = textOf(cause.code);
  const status = response.statusCode ?? fieldsOf(response.response).status;
  return {
    ...(code !== undefined && { code }),
    message: visibleText(message ?? 'The backend did not answer.', 2_000),
    isForbidden: status === 403 || name === 'NotAllowedError',
    isMissing: status === 404 || name === 'NotFoundError',
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
