import type { KeyObject } from 'node:crypto';
import { bigEndian } from './bigEndian';
import { sha256, spki, type KeyPair } from './keys';
import { signBytes } from './signBytes';

/** Types of signatures in signed notes (C2SP signed-note, "Signature types"). */
const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;

/** The 32 bytes of an Ed25519 key, which end its DER form. */
function rawKey(key: KeyObject): Buffer {
  return spki(key).subarray(-32);
}

function typedKeyId(name: string, type: number, key: Buffer): Buffer {
  return sha256(Buffer.from(`${name}\n`), Buffer.from([type]), key);
}

/**
 * What a log's key is known by: for Ed25519 a hash over name and key (C2SP signed-note), for ECDSA a hash over the key
 * alone, as all of Rekor does.
 */
export function logKeyId(name: string, key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ed25519'
    ? typedKeyId(name, signatureTypes.ed25519, rawKey(key))
    : sha256(spki(key));
}

function signatureLine(name: string, keyId: Buffer, signature: Buffer) {
  const bytes = Buffer.concat([keyId.subarray(0, 4), signature]);
  return `\u2014 ${name} ${bytes.toString('base64')}\n`;
}

/** A signed note with the log's signature, and those of witnesses after it. */
export function signedNote(
  text: string,
  log: { host: string; keys: KeyPair },
  cosignatures: string[] = [],
): string {
  const line = signatureLine(
    log.host,
    logKeyId(log.host, log.keys.publicKey),
    signBytes(Buffer.from(text), log.keys.privateKey),
  );
  return [`${text}\n`, line, ...cosignatures].join('');
}

/** A witness's line below a checkpoint (C2SP tlog-cosignature, v1): it says when the witness saw it. */
export function cosignature(
  text: string,
  witness: { name: string; keys: KeyPair },
  at: Date,
): string {
  const { name, keys } = witness;
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = signBytes(
    Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`),
    keys.privateKey,
  );
  return signatureLine(
    name,
    typedKeyId(name, signatureTypes.cosignature, rawKey(keys.publicKey)),
    Buffer.concat([bigEndian(seconds, 8), signature]),
  );
}
