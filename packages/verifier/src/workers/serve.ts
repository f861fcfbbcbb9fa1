import type { Digest, Evidence } from '@countersign/domain';
import { authorityFromContent, type Authority } from '../trust';
import { withMemo } from '../verification/sigstore/memo';
import { verifyMaterial } from '../verification/verifyMaterial';
import type { WorkerRequest } from './protocol';

/**
 * What a worker does, without the process: it keeps the authorities that it was sent, and verifies under one of them.
 *
 * @returns a function that answers requests; it throws where it could not work, which says nothing about the material
 */
export function serve(): (request: WorkerRequest) => Evidence {
  const authorities = new Map<Digest, Authority>();
  return ({ material, subject, now, artifact, ...request }) => {
    if (request.forget) authorities.clear();
    const { authority: digest, content } = request;
    if (content)
      authorities.set(digest, withMemo(authorityFromContent(content)));
    const authority = authorities.get(digest);
    if (authority?.digest !== digest)
      throw new Error(`the authority ${digest} was not understood`);
    return verifyMaterial(material, {
      subject,
      authority,
      now,
      ...(artifact && { artifact }),
    });
  };
}
