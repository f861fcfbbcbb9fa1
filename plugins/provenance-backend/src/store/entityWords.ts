import type { EntityWords } from '@countersign/domain';
import type { Knex } from 'knex';

/** The words of an entity beside its usage: under names of their own, because both have a kind. */
export interface EntityWordsRow {
  entity_kind: string | null;
  entity_type: string | null;
  entity_owner: string | null;
  entity_system: string | null;
  entity_lifecycle: string | null;
  entity_labels: string | null;
  entity_stamped_repository: string | null;
}

/** Columns of `entities` by which rules are chosen, and signers held to the entity's own repository. */
export const wordColumns = [
  ...(['kind', 'type', 'owner', 'system'] as const),
  ...(['lifecycle', 'labels', 'stamped_repository'] as const),
] as const;

/** The words of its entity beside each usage; an entity that is gone keeps them until it is forgotten. */
export function withEntityWords(usages: Knex.QueryBuilder): Knex.QueryBuilder {
  return usages
    .leftJoin('entities', 'entities.entity_ref', 'usages.entity_ref')
    .select(wordColumns.map(word => `entities.${word} as entity_${word}`));
}

/** Absent where nobody has read the entity yet: then nothing is known of it. */
export function entityWordsOf(row: EntityWordsRow): EntityWords | undefined {
  const { entity_kind: kind } = row;
  if (kind === null) return undefined;
  return {
    kind,
    ...(row.entity_type !== null && { type: row.entity_type }),
    ...(row.entity_owner !== null && { owner: row.entity_owner }),
    ...(row.entity_system !== null && { system: row.entity_system }),
    ...(row.entity_lifecycle !== null && { lifecycle: row.entity_lifecycle }),
    ...(row.entity_labels !== null && {
      labels: JSON.parse(row.entity_labels),
    }),
    ...(row.entity_stamped_repository !== null && {
      stampedRepository: row.entity_stamped_repository,
    }),
  };
}
