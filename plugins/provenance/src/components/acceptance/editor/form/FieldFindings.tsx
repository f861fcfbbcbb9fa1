import FormHelperText from '@material-ui/core/FormHelperText';
import type { LocatedFinding } from '@countersign/backstage-plugin-provenance-common';
import { fieldId } from './focusField';
import { useFieldFindings } from './FindingsContext';
import { useFormStyles } from './useFormStyles';

/** A finding in the words that stand at its field. */
export function findingText({ severity, sentence, fix }: LocatedFinding) {
  return `${severity === 'error' ? 'Error' : 'Warning'}: ${sentence} ${fix}`;
}

export function FindingLines(props: { findings: LocatedFinding[] }) {
  const classes = useFormStyles();
  return (
    <>
      {props.findings.map((finding, i) => (
        <span key={i} className={classes.finding}>
          {findingText(finding)}
        </span>
      ))}
    </>
  );
}

/** What the linter says of a whole group, where a link to it leads. */
export function GroupFindings(props: {
  path: string;
  /** Its parts have no fields that would say it themselves. */
  isWhole?: boolean;
}) {
  const { path, isWhole = false } = props;
  const classes = useFormStyles();
  const findings = useFieldFindings(path, !isWhole);
  const isError = findings.some(({ severity }) => severity === 'error');
  return (
    <FormHelperText
      id={fieldId(path)}
      className={classes.target}
      tabIndex={-1}
      component="div"
      error={isError}
    >
      <FindingLines findings={findings} />
    </FormHelperText>
  );
}
