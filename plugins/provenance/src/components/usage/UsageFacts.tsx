import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { freshnessWords, usageKindWords } from '../../words';
import { Facts, MonoText } from '../parts';

/** What the artifact is and which rules speak of it. */
export function UsageFacts({ usage }: { usage: UsageSummary }) {
  const now = useNow();
  return (
    <Typography variant="body2" component="div">
      <Facts
        facts={[
          { name: 'Kind', value: usageKindWords(usage) },
          {
            name: 'Reference',
            value: (
              <MonoText
                text={usage.reference}
                what="the reference"
                longest={300}
              />
            ),
          },
          {
            name: 'Digest',
            value: usage.digest ? (
              <MonoText text={usage.digest} what="the whole digest" />
            ) : (
              'not resolved yet'
            ),
          },
          {
            name: 'Rules',
            value: usage.rules?.length
              ? usage.rules.map(rule => visibleText(rule, 100)).join(', ')
              : undefined,
          },
          { name: 'Freshness', value: freshnessWords(usage, now) },
        ]}
      />
    </Typography>
  );
}
