import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A bundle as JSON, as strangers can write it. */
export type BundleDocument = Record<string, unknown>;

/** Something to sign with the sigstore package. */
export interface SigningJob {
  bytes: Uint8Array;
  /** Payload type: an envelope. Absent: a signature over the bytes. */
  type?: string;
  token: string;
  /** The log, and for Rekor v1 whether an envelope goes in as `intoto`. */
  log: 'v1' | 'intoto' | 'v2' | 'none';
  /** Whether a timestamp authority stamps it. Rekor v2 is never without. */
  stamped: boolean;
}

/** Signs with the sigstore package's own functions, against services at an address. */
export async function signWithSigstore(
  url: string,
  jobs: SigningJob[],
): Promise<BundleDocument[]> {
  return run('signWithSigstore.mjs', {
    url,
    jobs: jobs.map(job => ({ ...job, bytes: base64(job.bytes) })),
  });
}

/** Where the sigstore package finds its trust root. */
export interface TufSource {
  tufMirrorURL: string;
  tufRootPath: string;
  tufCachePath: string;
}

/** @returns for each bundle what `sigstore.verify` says: `accepted`, or the refusal's code. */
export async function verifyWithSigstore(
  tuf: TufSource,
  bundles: { bundle: BundleDocument; bytes?: Uint8Array }[],
): Promise<string[]> {
  return run('verifyWithSigstore.mjs', {
    tuf,
    bundles: bundles.map(({ bundle, bytes }) => ({
      bundle,
      bytes: bytes && base64(bytes),
    })),
  });
}

async function run<T>(script: string, input: object): Promise<T> {
  const child = spawn(process.execPath, [join(__dirname, script)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify(input));
  const [output, problems] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
  ]);
  if (output === '') throw new Error(`${script} failed: ${problems}`);
  return JSON.parse(output);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
