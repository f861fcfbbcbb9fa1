import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  acceptanceReadPermission,
  type AcceptanceResponse,
} from '@countersign/backstage-plugin-provenance-common';
import { useAcceptance } from '../../../hooks';
import { SectionSkeleton } from '../../page/SectionSkeleton';
import { LoadError } from '../../parts';
import { Editor } from './Editor';
import type { DraftAction } from './state/draftReducer';
import { newRule } from './state/newRule';

/** A new proposal against the version in force; `?rule=` opens a rule, `?add=rule` begins one. */
export function ProposePage() {
  const query = useAcceptance();
  const { value, error } = query;
  if (value) return <Propose registry={value} />;
  if (!error) return <SectionSkeleton what="the version in force" />;
  return (
    <LoadError
      error={error}
      doing="read the version in force"
      permission={acceptanceReadPermission.name}
      onRetry={query.reload}
    />
  );
}

function Propose({ registry }: { registry: AcceptanceResponse }) {
  const [search] = useSearchParams();
  const { version, content } = useMemo(() => {
    const { version: number, ...rest } = registry;
    return { version: number, content: rest };
  }, [registry]);
  const rule = search.get('rule');
  const opened = content.rules.findIndex(({ name }) => name === rule);
  const first: DraftAction[] = [
    // Items are numbered as they stand in the list.
    ...(opened === -1 ? [] : [{ type: 'open' as const, id: opened }]),
    ...(search.get('add') === 'rule'
      ? [{ type: 'addRule' as const, fields: newRule }]
      : []),
  ];
  return (
    <Editor
      title={`Propose a change of version ${version}`}
      start={{ content }}
      first={first}
      target={{ base: version }}
      before={content}
    />
  );
}
