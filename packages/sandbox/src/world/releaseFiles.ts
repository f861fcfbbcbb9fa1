import { gzipStored } from '../images/gzip';
import { tar } from '../images/tar';
import { predicateTypes, provenancePredicate, signFile } from '../layouts';
import type { RekorEntryKind } from '../minter';
import { releaseIdentity, signedAt } from './publish';
import type { Stage } from './Stage';

interface FileRelease {
  name: string;
  tag: string;
  files: Record<string, string>;
  /** Provenance in the bundle, or a signature over the bytes. */
  bundle: 'signature' | 'provenance';
  /** As usual for its content where absent. */
  logEntry?: RekorEntryKind;
}

const fileReleases: FileRelease[] = [
  {
    name: 'terraform-aws-network',
    tag: '4.2.0',
    files: { 'main.tf': 'resource "aws_vpc" "this" {}\n' },
    bundle: 'provenance',
  },
  {
    name: 'terraform-azure-postgres',
    tag: '1.9.3',
    files: {
      'main.tf': 'resource "azurerm_postgresql_flexible_server" "this" {}\n',
    },
    bundle: 'signature',
    logEntry: 'hashedrekord-0.0.2',
  },
  {
    name: 'payment-limits-policies',
    tag: '7.1.0',
    files: { 'limits.rego': 'package limits\n\ndefault within := false\n' },
    bundle: 'provenance',
  },
];

/** Terraform modules and policy bundles that are released as files, each with its bundle beside it. */
export function publishFiles(stage: Stage): void {
  for (const release of fileReleases) {
    const { name, tag } = release;
    const path = `acme-pay/${name}/v${tag}/${name}.tgz`;
    stage.files.put(path, gzipStored(tar(release.files)));
    const identity = releaseIdentity({ source: `acme-pay/${name}`, tag });
    signFile({
      server: stage.files,
      path,
      sigstore: stage.sigstores.acme,
      signer: { type: 'certificate', identity },
      at: signedAt(stage, path),
      logEntry: release.logEntry,
      attestation:
        release.bundle === 'signature'
          ? undefined
          : {
              predicateType: predicateTypes.slsaProvenance,
              predicate: provenancePredicate(identity),
            },
    });
  }
}
