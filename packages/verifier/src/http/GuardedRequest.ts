import type { IncomingHttpHeaders } from 'node:http';
import type { LimitName } from '../limits';
import type { Errand } from './Errand';

/** One question to one host. */
export interface GuardedRequest {
  url: URL;
  /** What the request is for, in words: it ends up in messages. */
  purpose: string;
  /** What it is part of; without one it is on its own. */
  errand?: Errand;
  headers?: Record<string, string>;
  /** Sent to the first host only, never across a redirect (S12.2). */
  authorization?: string;
  /** Sent by POST, to the first host only: it holds a secret, so a redirect is the answer and not followed (S12.2). */
  form?: URLSearchParams;
  /** Sent by POST, as it is; a redirect is the answer and not followed, and of the answer the status alone is read. */
  body?: { type: string; text: string };
  /** The limit on the body. */
  limit: Extract<
    LimitName,
    'manifestBytes' | 'materialBytes' | 'tokenBytes' | 'fileBytes'
  >;
  /** Bytes of the body that the caller was told of, where these are fewer than the limit. */
  atMost?: number;
  /** 303 to another host is the answer and not followed: "see other" never stands for what was asked for (RFC 9110). */
  endsAtSeeOther?: boolean;
  /** Takes the body piece by piece instead of having it collected. Called anew for each answer that is begun. */
  sink?: () => (chunk: Buffer) => void;
}

/** What came back. */
export interface GuardedResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** Empty where the request had a `sink` or a `body`, and for every status but 2xx. */
  body: Buffer;
  /** Where the answer came from, redirects followed. */
  url: URL;
}
