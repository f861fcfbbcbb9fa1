import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  startSigstoreServices,
  type CertificateIdentity,
  type SigstoreInstance,
  type SigstoreServices,
  type TrustedRootJson,
} from '@countersign/sandbox';
import { signingConfig } from './cosign';
import { call, temporaryFolder } from './tools';

/** The program, and the log that it is told to use: version 2 has no way to Rekor v2. */
export type Way =
  | { program: 'cosign-v2'; rekor: 1 }
  | { program: 'cosign-v3'; rekor: 1 | 2 };

/** What gets signed: an image by its reference, or a file with the bundle beside it. */
export type Target =
  | { type: 'image' | 'provenance'; image: string }
  | { type: 'file'; file: string; bundle: string };

const commands = {
  image: { sign: 'sign', verify: 'verify' },
  provenance: { sign: 'attest', verify: 'verify-attestation' },
  file: { sign: 'sign-blob', verify: 'verify-blob' },
};

const provenance = {
  buildDefinition: {
    buildType: 'https://builder.test/type',
    externalParameters: {},
  },
  runDetails: { builder: { id: 'https://builder.test/v1' } },
};

/** The real cosign without a key of its own: identities, logs and times come from a Sigstore on loopback. */
export class KeylessCosign {
  readonly folder = temporaryFolder();

  private constructor(
    private readonly way: Way,
    private readonly sigstore: SigstoreInstance,
    private readonly services: SigstoreServices,
  ) {}

  static async create(
    way: Way,
    sigstore: SigstoreInstance,
  ): Promise<KeylessCosign> {
    const services = await startSigstoreServices(sigstore);
    const cosign = new KeylessCosign(way, sigstore, services);
    const config = signingConfig(services.url, way.rekor);
    cosign.file('signing-config.json', JSON.stringify(config));
    cosign.file('predicate.json', JSON.stringify(provenance));
    return cosign;
  }

  close(): Promise<void> {
    return this.services.close();
  }

  /** A file in cosign's own folder. */
  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  /** The token goes as a file: others see command lines. */
  sign(target: Target, by: CertificateIdentity) {
    const { url } = this.services;
    const services =
      this.way.program === 'cosign-v2'
        ? ['--fulcio-url', url, '--rekor-url', url]
        : ['--signing-config', 'signing-config.json'];
    const predicate = ['--predicate', 'predicate.json'];
    return this.#run(this.sigstore.trustedRoot(), [
      commands[target.type].sign,
      ...['--identity-token', this.file('token', this.services.token(by))],
      ...services,
      ...(target.type === 'provenance' ? predicate : []),
      ...argumentsOf(target),
    ]);
  }

  /** @throws Error with what cosign says, where it does not believe under this root that this identity signed */
  verify(target: Target, root: TrustedRootJson, by: CertificateIdentity) {
    return this.#run(root, [
      commands[target.type].verify,
      ...['--certificate-identity', by.subject],
      ...['--certificate-oidc-issuer', by.issuer],
      ...(this.way.rekor === 2 ? ['--use-signed-timestamps'] : []),
      ...argumentsOf(target),
    ]);
  }

  #run(root: TrustedRootJson, [command, ...rest]: string[]) {
    const { program } = this.way;
    const { folder: cwd } = this;
    if (program === 'cosign-v2')
      return call(program, [command, ...rest], { cwd, env: this.#keys(root) });
    const file = this.file('trusted_root.json', JSON.stringify(root));
    return call(program, [command, '--trusted-root', file, ...rest], { cwd });
  }

  /** Version 2 is told whom to trust piece by piece. */
  #keys({ certificateAuthorities, tlogs, ctlogs }: TrustedRootJson) {
    const [{ certChain }] = certificateAuthorities;
    const chain = certChain.certificates.map(asPem('CERTIFICATE'));
    const publicKey = (name: string, [log]: typeof tlogs) =>
      this.file(name, asPem('PUBLIC KEY')(log.publicKey));
    return {
      SIGSTORE_ROOT_FILE: this.file('roots.pem', chain.join('')),
      SIGSTORE_REKOR_PUBLIC_KEY: publicKey('rekor.pub', tlogs),
      SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: publicKey('ctlog.pub', ctlogs),
    };
  }
}

const asPem =
  (label: string) =>
  ({ rawBytes }: { rawBytes: string }) =>
    `-----BEGIN ${label}-----\n${rawBytes}\n-----END ${label}-----\n`;

function argumentsOf(target: Target): string[] {
  if (target.type === 'file') return ['--bundle', target.bundle, target.file];
  const type = ['--type', 'slsaprovenance1'];
  return [
    ...(target.type === 'provenance' ? type : []),
    ...['--allow-http-registry', target.image],
  ];
}
