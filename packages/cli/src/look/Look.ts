import type { Collection, Resolution, Usage } from '@countersign/domain';
import type { Material } from '@countersign/verifier';

/** What is known of an artifact after it was looked at: what the judge asks for, and the material to be proven. */
export interface Look {
  usage: Usage;
  resolution: Resolution;
  /** Of the artifact itself, and of the children of an index. */
  collections: Collection[];
  /** Signed material with the digest over which it was found. */
  materials: { subject: Collection['subject']; material: Material }[];
  /** The artifact's own bytes, where they are few. */
  bytes?: Uint8Array;
}

/** Every artifact of the command line is judged as this usage: nobody's, nowhere, until an option says where. */
export function usageOf(reference: string, about: Partial<Usage> = {}): Usage {
  return {
    entityRef: 'command:line/ct',
    kind: 'container-image',
    reference,
    ...about,
  };
}
