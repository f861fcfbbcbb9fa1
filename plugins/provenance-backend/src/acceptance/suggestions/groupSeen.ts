import type { ProvenSigner } from '@countersign/domain';
import { shortHash, type ListedSigner, type SignerForm } from '../../store';
import type { SignedPlace } from '../../store';

/** One who signs for one source: what one rule is suggested for. */
export interface SeenGroup {
  id: string;
  signers: Map<string, ListedSigner>;
  /** Each way in which they signed, once. */
  proven: Map<string, ProvenSigner>;
  /** That all certificates name; absent: they name none. */
  source?: string;
  repositories: Set<string>;
  environments: Set<string>;
  entityRefs: Set<string>;
  /** Something of it runs where no environment is named. */
  isSomewhere: boolean;
}

/** Puts together who signed for the same source, under whichever authority. */
export class SeenGroups {
  readonly groups = new Map<string, SeenGroup>();

  add(row: ListedSigner, place: SignedPlace, form?: SignerForm): void {
    const group = this.groupOf(row, form?.claims.sourceRepository);
    const { repository, environment, entityRef } = place;
    group.signers.set(row.hash, row);
    const proven = provenAs(row, form);
    group.proven.set(JSON.stringify(proven), proven);
    if (repository !== undefined) group.repositories.add(repository);
    if (environment === undefined) group.isSomewhere = true;
    else group.environments.add(environment);
    group.entityRefs.add(entityRef);
  }

  private groupOf(row: ListedSigner, source: string | undefined): SeenGroup {
    const { type, authority, issuer, subject } = row;
    const who = type === 'key' ? [authority] : [issuer, subject];
    const id = shortHash([type, ...who, source]);
    const known = this.groups.get(id);
    if (known) return known;
    const group: SeenGroup = {
      ...{ id, source, isSomewhere: false },
      ...{ signers: new Map(), proven: new Map() },
      ...{ repositories: new Set(), environments: new Set() },
      entityRefs: new Set(),
    };
    this.groups.set(id, group);
    return group;
  }
}

function provenAs(row: ListedSigner, form?: SignerForm): ProvenSigner {
  const { authority, issuer, fingerprint } = row;
  if (!form)
    return {
      authority,
      signer: { type: 'key', ...(fingerprint !== null && { fingerprint }) },
    };
  return {
    authority,
    signer: { ...form, type: 'certificate', issuer: issuer ?? '' },
  };
}
