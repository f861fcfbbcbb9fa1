import { createHmac } from 'node:crypto';
import type { lookup } from 'node:dns';
import { HostPolicies, statusProblem } from '../http';
import { unreachable, Wire, type Hop } from '../http/Wire';
import { withDefaults, type Limits } from '../limits';
import { LookError } from '../LookError';

/**
 * An address that is told something, and how it knows that we said it.
 *
 * @public
 */
export interface WebhookAccess {
  /** HTTPS, or HTTP on loopback. Services put tokens into such addresses: it is never quoted but for its host. */
  url: string;
  /** The host may have a private or a loopback address. */
  privateNetwork?: boolean;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  /** Key of the signature. */
  secret?: string;
}

/** @public */
export interface WebhookOptions {
  /** What differs from the defaults; `requestMs` and `idleMs` count. */
  limits?: Partial<Limits>;
  /** Replaced in tests. */
  resolve?: typeof lookup;
}

/**
 * Sends JSON to one address and nowhere else: the connection goes to the address that was checked, a redirect is a
 * refusal, and of the answer nothing but its status is read (S12.2).
 *
 * With a secret the request has the header `x-countersign-signature`: `sha256=` and the HMAC-SHA256 of the body's bytes
 * under it, hexadecimal.
 *
 * @public
 */
export class Webhook {
  readonly #url: URL;
  readonly #access: WebhookAccess;
  readonly #limits: Limits;
  readonly #wire: Wire;

  constructor(access: WebhookAccess, options: WebhookOptions = {}) {
    this.#url = new URL(access.url);
    this.#access = access;
    this.#limits = withDefaults({ requestMs: 15_000, ...options.limits });
    const { host, protocol } = this.#url;
    const { privateNetwork } = access;
    const plainHttp = protocol === 'http:';
    this.#wire = new Wire({
      policies: new HostPolicies([{ host, plainHttp, privateNetwork }]),
      limits: this.#limits,
      resolve: options.resolve,
    });
  }

  /**
   * @param text - JSON
   * @throws LookError for everything but an answer of success
   */
  async send(text: string): Promise<void> {
    const response = await this.#exchange(text);
    const { status } = response;
    if (status >= 200 && status < 300) return;
    throw statusProblem(response, 'webhook');
  }

  /** Ends idle connections. */
  close() {
    this.#wire.close();
  }

  async #exchange(text: string) {
    const { requestMs } = this.#limits;
    const signal = AbortSignal.timeout(requestMs);
    try {
      return await this.#wire.exchange(this.#hop(text, signal));
    } catch (error) {
      if (error instanceof LookError) throw error;
      const why = signal.aborted
        ? `no end after ${requestMs} ms`
        : (error as Error).message;
      throw unreachable(this.#url, why, error);
    }
  }

  #hop(text: string, signal: AbortSignal): Hop {
    const { token, secret } = this.#access;
    return {
      ...{ url: this.#url, isFirst: true, signal },
      request: {
        url: this.#url,
        purpose: 'webhook',
        limit: 'tokenBytes',
        body: { type: 'application/json', text },
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(secret !== undefined && {
          headers: { 'x-countersign-signature': signatureOf(text, secret) },
        }),
      },
    };
  }
}

function signatureOf(text: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
}
