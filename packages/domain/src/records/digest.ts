/**
 * A content digest, `sha256:` followed by 64 lower-case hexadecimal characters.
 *
 * Only SHA-256 is accepted: every layout that Countersign reads names its subject by it.
 *
 * @remarks Source: OCI image specification 1.1, descriptor, "Digests".
 * @public
 */
export type Digest = `sha256:${string}`;

const digestForm = /^sha256:[0-9a-f]{64}$/;

/**
 * Whether a stranger's text is a digest that Countersign accepts.
 *
 * @public
 */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && digestForm.test(text);
}
