import Typography from '@material-ui/core/Typography';
import {
  builderInWords,
  reviewedBuilders,
  type LintFinding,
  type ReviewedBuilder,
} from '@countersign/backstage-plugin-provenance-common';
import { counted } from '../../words';
import { Disclosure } from '../parts';
import { Entry, EntryList, EntrySection } from './EntryList';

/** The builders that the company reviewed, and behind a click those that were reviewed for everybody. */
export function BuilderList(props: {
  builders: ReviewedBuilder[];
  findings: Map<number, LintFinding[]>;
}) {
  const { builders, findings } = props;
  return (
    <EntrySection title="Reviewed builders">
      <Typography variant="body2" color="textSecondary" gutterBottom>
        They say which SLSA build level a provenance reaches. Whether its signer
        may sign is said by the rules.
      </Typography>
      {builders.length === 0 && (
        <Typography variant="body2" gutterBottom>
          Your company reviewed none itself.
        </Typography>
      )}
      <Builders
        label="Builders that your company reviewed"
        builders={builders}
        findings={findings}
      />
      <Disclosure
        title={`${counted(
          reviewedBuilders.length,
          'builder',
        )} reviewed for everybody`}
      >
        <Builders
          label="Builders reviewed for everybody"
          builders={reviewedBuilders}
        />
      </Disclosure>
    </EntrySection>
  );
}

function Builders(props: {
  label: string;
  builders: ReviewedBuilder[];
  findings?: Map<number, LintFinding[]>;
}) {
  if (props.builders.length === 0) return null;
  return (
    <EntryList label={props.label}>
      {props.builders.map((builder, i) => {
        const { stars, ...words } = builderInWords(builder);
        return (
          <Entry
            key={i}
            {...words}
            notes={stars}
            findings={props.findings?.get(i)}
          />
        );
      })}
    </EntryList>
  );
}
