import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type ClaimStanding,
  type UsageClaim,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { ago, freshnessWords, kindWords } from '../../words';
import { Facts, Moment, MonoText } from '../parts';

/** What the artifact is, where it is said to run, and who says so. */
export function UsageFacts({ usage }: { usage: UsageSummary }) {
  const now = useNow();
  return (
    <Typography variant="body2" component="div">
      <Facts
        facts={[
          { name: 'Kind', value: kindWords(usage.kind) },
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
          ...usage.claims.map(claim => ({
            name: 'Source',
            value: <ClaimWords claim={claim} now={now} />,
          })),
        ]}
      />
    </Typography>
  );
}

const standings: Record<ClaimStanding, string> = {
  observed: 'Observed by',
  reported: 'Reported by',
  declared: 'Declared by',
};

function ClaimWords({ claim, now }: { claim: UsageClaim; now: Date }) {
  return (
    <span>
      {standings[claim.standing] ?? 'Named by'} {visibleText(claim.locator, 60)}
      , last seen{' '}
      <Moment at={claim.lastSeenAt} words={ago(claim.lastSeenAt, now)} />
    </span>
  );
}
