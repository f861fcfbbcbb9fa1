import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { call, temporaryFolder, type Program } from './tools';

/**
 * Which services cosign 3 uses when it signs: all at one address, or none at all.
 *
 * @param rekor - Rekor v2 promises no time, so that an authority has to stamp one.
 */
export function signingConfig(url?: string, rekor: 1 | 2 = 1) {
  const service = (majorApiVersion: number, at = '') => ({
    url: `${url}${at}`,
    majorApiVersion,
    validFor: { start: '2020-01-01T00:00:00Z' },
    operator: 'acme',
  });
  const isThere = url !== undefined;
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: isThere ? [service(1)] : [],
    oidcUrls: [],
    rekorTlogUrls: isThere ? [service(rekor)] : [],
    tsaUrls: isThere && rekor === 2 ? [service(1, '/api/v1/timestamp')] : [],
    rekorTlogConfig: { selector: 'ANY' },
    tsaConfig: { selector: 'ANY' },
  };
}

/** The real cosign with a key of its own, offline. */
export class Cosign {
  readonly folder = temporaryFolder();
  readonly publicKey = path.join(this.folder, 'cosign.pub');

  private constructor(private readonly program: Program) {}

  static async create(program: 'cosign-v2' | 'cosign-v3'): Promise<Cosign> {
    const cosign = new Cosign(program);
    await cosign.run('generate-key-pair');
    // Signatures by key, without a log.
    cosign.file('signing-config.json', JSON.stringify(signingConfig()));
    return cosign;
  }

  /** A file in cosign's own folder. */
  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  run(...args: string[]): Promise<string> {
    return call(this.program, args, { cwd: this.folder });
  }

  /** Version 3 writes bundles only; version 2 writes the older layouts unless it is asked for bundles. */
  sign(image: string, ...more: string[]) {
    return this.run(...this.#with('sign'), ...more, image);
  }

  attest(image: string, type: string, predicate: object, ...more: string[]) {
    const file = this.file('predicate.json', JSON.stringify(predicate));
    return this.run(
      ...[...this.#with('attest'), ...more, '--type', type],
      ...['--predicate', file, image],
    );
  }

  signBlob(file: string, ...more: string[]) {
    return this.run(
      ...[...this.#offline('sign-blob'), '--key', 'cosign.key'],
      ...[...more, file],
    );
  }

  #with(command: string) {
    return [
      ...[...this.#offline(command), '--key', 'cosign.key'],
      '--allow-http-registry',
    ];
  }

  #offline(command: string) {
    return this.program === 'cosign-v2'
      ? [command, '--tlog-upload=false']
      : [command, '--signing-config', 'signing-config.json'];
  }
}
