import { ASN1Obj } from '@sigstore/core';

/**
 * A parsed piece of DER that writes itself as it was read, and reads its OID once. The library's own writes every level
 * into streams of its own, for each comparison of two certificates again: half of what it costs. DER has one form for
 * each value, and the library's parser takes no other, so what was read is what would be written.
 */
export class MemoNode extends ASN1Obj {
  #oid: string | undefined;

  /** Takes over the shape of what was parsed. */
  static of({ tag, value, subs }: ASN1Obj): MemoNode {
    return new MemoNode(
      tag,
      value,
      subs.map(sub => MemoNode.of(sub)),
    );
  }

  /** Fresh bytes each time: the library changes those of a timestamp. */
  toDER(): Buffer {
    return derOf(this);
  }

  toOID(): string {
    this.#oid ??= super.toOID();
    return this.#oid;
  }
}

/** A copy whose parts may be taken out: it writes itself from what is left, as the library's does. */
export class OpenNode extends ASN1Obj {
  toDER(): Buffer {
    return this.subs.length === 0
      ? derOf(this)
      : encode(this, Buffer.concat(this.subs.map(sub => sub.toDER())));
  }
}

/** The bytes of what was parsed. */
export function derOf(parsed: ASN1Obj): Buffer {
  return encode(parsed, parsed.value);
}

function encode({ tag }: ASN1Obj, content: Uint8Array): Buffer {
  const bytes = lengthSize(content.length);
  const der = Buffer.allocUnsafe(1 + bytes + content.length);
  let at = der.writeUInt8(tag.toDER(), 0);
  if (bytes === 1) at = der.writeUInt8(content.length, at);
  else {
    at = der.writeUInt8(0x80 | (bytes - 1), at);
    at = der.writeUIntBE(content.length, at, bytes - 1);
  }
  der.set(content, at);
  return der;
}

/** Bytes that a length takes: one up to 127, else one more than it needs by itself. */
function lengthSize(length: number): number {
  if (length < 0x80) return 1;
  let size = 1;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size++;
  return size;
}
