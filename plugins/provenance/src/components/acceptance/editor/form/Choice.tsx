import TextField from '@material-ui/core/TextField';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { FindingLines } from './FieldFindings';
import { fieldId } from './focusField';
import { useFieldFindings } from './FindingsContext';
import { useFormStyles } from './useFormStyles';

export interface ChoiceOption {
  value: string;
  words: string;
}

/** One of a few; what stands there and is none of them is shown as it is, and stays until something else is chosen. */
export function Choice(props: {
  path: string;
  label: string;
  value: string;
  options: ChoiceOption[];
  onChange(value: string): void;
  help?: string;
}) {
  const classes = useFormStyles();
  const { path, value, options, help } = props;
  const findings = useFieldFindings(path);
  const isOther = !options.some(option => option.value === value);
  return (
    <TextField
      id={fieldId(path)}
      className={classes.short}
      label={props.label}
      select
      value={value}
      onChange={event => props.onChange(event.target.value)}
      SelectProps={{ native: true }}
      variant="outlined"
      size="small"
      error={findings.some(({ severity }) => severity === 'error')}
      helperText={
        findings.length > 0 ? <FindingLines findings={findings} /> : help
      }
      InputLabelProps={{ shrink: true }}
    >
      {isOther && (
        <option value={value}>
          {visibleText(value, 80) || 'not said yet'}
        </option>
      )}
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </TextField>
  );
}
