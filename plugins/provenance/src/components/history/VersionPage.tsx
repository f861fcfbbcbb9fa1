import { useParams } from 'react-router-dom';
import Typography from '@material-ui/core/Typography';
import {
  acceptanceReadPermission,
  contentDiff,
} from '@countersign/backstage-plugin-provenance-common';
import { useVersion, type VersionInContext } from '../../hooks';
import { EntrySection } from '../acceptance/EntryList';
import { NoSuchPage } from '../acceptance/NoSuchPage';
import { LoadError } from '../parts';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { ChangeList } from '../proposals/ChangeList';
import { Restore } from './Restore';
import { VersionFacts } from './VersionFacts';

/** One version: what it changed, who wrote it, why, who agreed, and the way back to it. */
export function VersionPage() {
  const { number = '' } = useParams();
  return /^[1-9]\d{0,9}$/.test(number) ? (
    <Known number={Number(number)} />
  ) : (
    <NoSuchPage />
  );
}

function Known({ number }: { number: number }) {
  const { value, error, reload } = useVersion(number);
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="read this version"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={reload}
        />
      )}
      {!value && !error && <SectionSkeleton what="this version" />}
      {value && <Version value={value} />}
    </>
  );
}

function Version({ value }: { value: VersionInContext }) {
  const { version, inForce } = value;
  const isInForce = version.number === inForce.version;
  return (
    <>
      <Typography variant="h5" component="h2">
        Version {version.number}
        {isInForce && ', in force'}
      </Typography>
      <VersionFacts {...value} />
      {!isInForce && <Restore version={version} inForce={inForce} />}
      <EntrySection title="What it changed">
        <Changed value={value} />
      </EntrySection>
    </>
  );
}

/** Against nothing where it is the first. */
function Changed({
  value: { version, predecessor },
}: {
  value: VersionInContext;
}) {
  if (version.predecessor !== undefined && !predecessor)
    return (
      <Typography variant="body2">
        Version {version.predecessor}, which it changed, is not kept here.
      </Typography>
    );
  const before = predecessor?.content ?? { rules: [] };
  return (
    <ChangeList
      diff={contentDiff(before, version.content)}
      label={
        predecessor
          ? `Changes of version ${predecessor.number}`
          : 'What it began with'
      }
    />
  );
}
