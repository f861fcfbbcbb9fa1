/** An answer before any fault changes it. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer;
}

export function jsonReply(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}
