import Typography from '@material-ui/core/Typography';
import {
  distrustInWords,
  type DistrustEntry,
  type LintFinding,
} from '@countersign/backstage-plugin-provenance-common';
import { Entry, EntryList, EntrySection } from './EntryList';

/** Who and what counts for nothing, whatever the rules say. */
export function DistrustList(props: {
  entries: DistrustEntry[];
  findings: Map<number, LintFinding[]>;
}) {
  const { entries, findings } = props;
  return (
    <EntrySection title="Distrusted">
      {entries.length === 0 ? (
        <Typography variant="body2">
          Nobody and nothing is distrusted. An entry here takes away what rules
          give, at once.
        </Typography>
      ) : (
        <EntryList label="Distrust entries">
          {entries.map((entry, i) => {
            const { older, stars, ...words } = distrustInWords(entry);
            return (
              <Entry
                key={i}
                {...words}
                notes={[...(older ? [older] : []), ...stars]}
                runbook={entry.runbook}
                findings={findings.get(i)}
              />
            );
          })}
        </EntryList>
      )}
    </EntrySection>
  );
}
