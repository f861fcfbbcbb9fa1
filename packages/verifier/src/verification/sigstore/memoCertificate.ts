import type { KeyObject } from 'node:crypto';
import { crypto, X509Certificate, type ASN1Obj } from '@sigstore/core';
import { MemoNode, OpenNode } from './memoNode';

/** Of the parts of a certificate, the one that holds its extensions (RFC 5280, 4.1). */
const extensionsTag = 3;

/**
 * A certificate that knows its own bytes and reads its key once, and answers as the library's answers.
 *
 * @remarks Leans on how `@sigstore/core` is built, so its version is pinned exactly.
 */
export class MemoCertificate extends X509Certificate {
  /** The DER form: what equal certificates have in common. */
  readonly #der: string;
  #key: KeyObject | undefined;

  constructor(certificate: X509Certificate) {
    const root = MemoNode.of(certificate.root);
    super(root);
    this.#der = root.toDER().toString('latin1');
  }

  /** As the library's, which reads the issuer's key again each time. */
  verify(issuer?: X509Certificate): boolean {
    if (!(issuer instanceof MemoCertificate)) return super.verify(issuer);
    issuer.#key ??= crypto.createPublicKey(issuer.publicKey);
    return crypto.verify(
      this.tbsCertificate.toDER(),
      issuer.#key,
      this.signatureValue,
      this.signatureAlgorithm,
    );
  }

  equals(other: X509Certificate): boolean {
    return other instanceof MemoCertificate
      ? this.#der === other.#der
      : super.equals(other);
  }

  /** The library takes an extension out of a clone; ours keeps its own. Nothing else of a clone can be changed. */
  clone(): X509Certificate {
    const [tbs] = this.root.subs;
    const wrapper = tbs.subs.find(({ tag }) =>
      tag.isContextSpecific(extensionsTag),
    );
    const path = [this.root, tbs, wrapper, wrapper?.subs[0]];
    const open = (node: ASN1Obj): ASN1Obj =>
      path.includes(node)
        ? new OpenNode(node.tag, node.value, node.subs.map(open))
        : node;
    return new X509Certificate(open(this.root));
  }

  protected bytesOf(other: MemoCertificate): string {
    return other.#der;
  }
}

/**
 * A certificate of a trust root. Whether one of them was issued by another, or by itself, is the same for every
 * material: it is computed once for the exact bytes of the pair. The memo lives and dies with its authority and is
 * bounded by it: nothing that a material brings ever becomes a key of it.
 */
export class AuthorityCertificate extends MemoCertificate {
  readonly #issuedBy = new Map<string, boolean>();

  verify(issuer?: X509Certificate): boolean {
    if (issuer && !(issuer instanceof AuthorityCertificate))
      return super.verify(issuer);
    const key = this.bytesOf(issuer ?? this);
    const known = this.#issuedBy.get(key);
    if (known !== undefined) return known;
    const result = super.verify(issuer);
    this.#issuedBy.set(key, result);
    return result;
  }
}
