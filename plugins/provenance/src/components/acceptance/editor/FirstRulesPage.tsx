import Typography from '@material-ui/core/Typography';
import { useApi } from '@backstage/core-plugin-api';
import {
  acceptanceReadPermission,
  type AcceptanceResponse,
  type RuleSuggestions,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../../api';
import { useQuery } from '../../../hooks';
import { SectionSkeleton } from '../../page/SectionSkeleton';
import { LoadError, Notice } from '../../parts';
import { FirstRules } from './first/FirstRules';

interface Found {
  registry: AcceptanceResponse;
  found: RuleSuggestions;
}

/** Who signs what runs and whom no rule accepts: the narrowest rule for each, to be proposed at once. */
export function FirstRulesPage() {
  const api = useApi(provenanceApiRef);
  const { value, error, reload } = useQuery<Found>({
    key: 'suggestions',
    load: async () => {
      const [registry, found] = await Promise.all([
        api.getAcceptance(),
        api.listRuleSuggestions(),
      ]);
      return { registry, found };
    },
  });
  return (
    <>
      <Typography variant="h5" component="h2">
        Rules for who signs already
      </Typography>
      <Typography variant="body1" gutterBottom>
        For each signer of what runs whom no rule accepts: the narrowest rule
        that does. That somebody signed does not mean that they may; only what
        is reviewed or stamped is ticked beforehand, and never for production.
      </Typography>
      {error && (
        <LoadError
          error={error}
          doing="read who signs what runs"
          permission={acceptanceReadPermission.name}
          onRetry={reload}
        />
      )}
      {!value && !error && <SectionSkeleton what="who signs what runs" />}
      {value && isEmpty(value.found) && (
        <Notice
          role="status"
          tone="grey"
          title="There is nobody to suggest a rule for."
        >
          Nobody was seen signing whom the rules in force do not accept: either
          nothing that runs was looked at yet, nothing of it is signed, or every
          signer has a rule.
        </Notice>
      )}
      {value && !isEmpty(value.found) && (
        <FirstRules registry={value.registry} found={value.found} />
      )}
    </>
  );
}

function isEmpty({ suggestions, left }: RuleSuggestions): boolean {
  return suggestions.length + left.length === 0;
}
