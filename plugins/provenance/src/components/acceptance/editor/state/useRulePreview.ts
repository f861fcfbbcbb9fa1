import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  canonicalJson,
  type RulePreview,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../../../api';
import { useQuery, useSettled, type Query } from '../../../../hooks';
import type { Fields } from './fields';

const settlingMilliseconds = 300;

/**
 * Whom a rule would mean, a moment after the last letter. The last answer stays until the next is there, and an answer
 * to what was asked before is dropped.
 */
export function useRulePreview(fields: Fields): Query<RulePreview> {
  const api = useApi(provenanceApiRef);
  const text = useMemo(() => canonicalJson(fields), [fields]);
  const asked = useSettled(text, settlingMilliseconds);
  return useQuery<RulePreview>({
    key: 'preview',
    revision: asked,
    load: () => api.previewRule({ rule: JSON.parse(asked) }),
  });
}
