import Typography from '@material-ui/core/Typography';
import {
  governedKeyInWords,
  type GovernedKey,
  type LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { Entry, EntryList, EntrySection } from './EntryList';

/** Keys that are authorities as long as the version is in force; nothing where it holds none. */
export function KeyList(props: {
  keys: GovernedKey[];
  findings: Map<number, LintFinding[]>;
}) {
  const { keys, findings } = props;
  if (keys.length === 0) return null;
  return (
    <EntrySection title="Keys">
      <Typography variant="body2" color="textSecondary" gutterBottom>
        They are authorities as long as this version is in force, beside those
        of the configuration. Whether one may sign is said by the rules.
      </Typography>
      <EntryList label="Keys of this version">
        {keys.map((key, place) => (
          <Entry
            key={key.name}
            {...governedKeyInWords(key)}
            notes={[]}
            findings={findings.get(place)}
          />
        ))}
      </EntryList>
    </EntrySection>
  );
}
