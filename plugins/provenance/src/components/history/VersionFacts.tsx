import { Link } from '@backstage/core-components';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow, type VersionEntry } from '../../hooks';
import { moment, versionSourceWords } from '../../words';
import { DigestText, Facts, Moment, Prose } from '../parts';
import { Owner } from '../acceptance/Owner';
import { People } from '../proposals/People';

/** Where a version came from, and by whose word. */
export function VersionFacts({ version, proposal }: VersionEntry) {
  const now = useNow();
  const pathOf = useAcceptancePath();
  const { approvals, predecessor, hash, seenAt } = version;
  return (
    <Facts
      facts={[
        { name: 'Source', value: versionSourceWords(version) },
        {
          name: 'Since',
          value: <Moment at={seenAt} words={moment(seenAt, now)} />,
        },
        {
          name: 'Changed',
          value: predecessor !== undefined && (
            <Link to={pathOf('history', String(predecessor))}>
              version {predecessor}
            </Link>
          ),
        },
        {
          name: 'Proposal',
          value: proposal && (
            <Link to={pathOf('proposals', proposal.id)}>
              {visibleText(proposal.title, 300)}
            </Link>
          ),
        },
        {
          name: 'Written by',
          value: proposal && <People refs={proposal.authors} />,
        },
        { name: 'Why', value: proposal && <Prose text={proposal.reason} /> },
        {
          name: 'Approved by',
          value:
            approvals.length === 0
              ? 'nobody'
              : approvals.map(({ by, at }, i) => (
                  <div key={i}>
                    <Owner entityRef={by} />,{' '}
                    <Moment at={at} words={moment(at, now)} />
                  </div>
                )),
        },
        { name: 'Hash', value: <DigestText digest={hash} what="the hash" /> },
      ].map(fact => ({ ...fact, value: fact.value || undefined }))}
    />
  );
}
