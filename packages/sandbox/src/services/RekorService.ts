import type { RekorEntry, SigstoreInstance } from '../minter';
import { MerkleTree } from '../minter/MerkleTree';
import { publicKeyPem } from '../minter/keys';
import { jsonReply, type Reply } from '../http/Reply';
import { canonicalJson } from '../minter/canonicalJson';
import { canonicalEntry } from './rekorProposals';
import type { RequestBody } from './RequestBody';
import { ServiceError } from './ServiceError';

export const rekorEntriesPath = '/api/v1/log/entries';
/** The tree's part of an entry's name: 8 bytes. */
const treeId = '108e9186e8c5677a';

/**
 * Rekor v1 over HTTP: takes proposals, answers for entries by their names, shows its key.
 *
 * @remarks Source: Rekor, `openapi.yaml`.
 */
export class RekorService {
  private readonly entries = new Map<string, RekorEntry>();

  constructor(private readonly instance: SigstoreInstance) {}

  /** @throws ServiceError 400 for what cannot be logged, 409 for what is in the log already. */
  create(proposal: RequestBody): Reply {
    const body = canonicalEntry(proposal);
    const uuid = nameOf(Buffer.from(canonicalJson(body)));
    const location = `${rekorEntriesPath}/${uuid}`;
    if (this.entries.has(uuid))
      throw new ServiceError(409, 'an equivalent entry already exists', {
        location,
      });
    const entry = this.instance.rekor.append(body, this.instance.clock.now());
    this.entries.set(uuid, entry);
    // Clients look their entry up in the answer by this tag.
    const headers = { location, etag: uuid };
    return jsonReply(201, { [uuid]: entryJson(entry) }, headers);
  }

  /** @throws ServiceError 404 */
  find(uuid: string): Reply {
    const entry = this.entries.get(uuid);
    if (!entry) throw new ServiceError(404, 'there is no such entry');
    return jsonReply(200, { [uuid]: entryJson(entry) });
  }

  publicKey(): Reply {
    return {
      status: 200,
      headers: { 'content-type': 'application/x-pem-file' },
      body: Buffer.from(publicKeyPem(this.instance.rekor.keys)),
    };
  }
}

function nameOf(body: Buffer): string {
  return treeId + MerkleTree.leafHash(body).toString('hex');
}

function entryJson(entry: RekorEntry) {
  const { promise, inclusionProof: proof } = entry;
  return {
    body: entry.body.toString('base64'),
    integratedTime: promise?.integratedTime,
    logID: entry.logId.toString('hex'),
    logIndex: entry.logIndex,
    verification: {
      inclusionProof: {
        checkpoint: proof.checkpoint,
        hashes: proof.hashes.map(hash => hash.toString('hex')),
        logIndex: proof.logIndex,
        rootHash: proof.rootHash.toString('hex'),
        treeSize: proof.treeSize,
      },
      signedEntryTimestamp: promise?.signedEntryTimestamp.toString('base64'),
    },
  };
}
