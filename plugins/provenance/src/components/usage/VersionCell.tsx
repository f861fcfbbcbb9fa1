import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { differingClaims, findingWords } from '../../words';
import { DigestText, Hidden, FindingIcon } from '../parts';
import { useUsageRowStyles } from './useUsageRowStyles';

/** Tag and digest, and what happened to them. The digest is the truth, the tag its passing name. */
export function VersionCell({ usage }: { usage: UsageSummary }) {
  const classes = useUsageRowStyles();
  // The line below the row says it with what is declared.
  const isTold = differingClaims(usage).length > 0;
  const findings = usage.findings.filter(
    ({ code }) => code !== 'locators-disagree' || !isTold,
  );
  return (
    <div className={classes.version}>
      {usage.tag && (
        <div>
          <Hidden>Tag: </Hidden>
          {visibleText(usage.tag, 80)}
        </div>
      )}
      {usage.digest ? (
        <div>
          <Hidden>Digest: </Hidden>
          <DigestText digest={usage.digest} />
        </div>
      ) : (
        <div className={classes.secondary}>no digest yet</div>
      )}
      {findings.map(finding => {
        const words = findingWords(finding);
        return (
          <div
            key={`${finding.code} ${finding.firstSeenAt}`}
            className={classes.finding}
          >
            <FindingIcon alarm={words.alarm} />
            {words.title}
          </div>
        );
      })}
    </div>
  );
}
