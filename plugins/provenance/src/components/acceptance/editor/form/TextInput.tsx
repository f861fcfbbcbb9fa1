import type { ReactNode } from 'react';
import TextField from '@material-ui/core/TextField';
import { FindingLines } from './FieldFindings';
import { fieldId } from './focusField';
import { useFieldFindings } from './FindingsContext';
import { useFormStyles } from './useFormStyles';

export interface TextInputProps {
  /** Where it stands in the list; its findings and links to it hang on that. */
  path: string;
  label: string;
  value: string;
  onChange(value: string): void;
  help?: ReactNode;
  placeholder?: string;
  rows?: number;
  isShort?: boolean;
  isRequired?: boolean;
  /** It is compared to the letter, and stands in letters of equal width. */
  isExact?: boolean;
  onBlur?(): void;
  /** What is wrong with it beside what the linter says. */
  problem?: string;
  type?: 'text' | 'number';
}

/** One field, with what the linter says of it where a screen reader finds it. */
export function TextInput(props: TextInputProps) {
  const classes = useFormStyles();
  const findings = useFieldFindings(props.path);
  const { help, problem } = props;
  const isError =
    problem !== undefined ||
    findings.some(({ severity }) => severity === 'error');
  const hasHelp =
    help !== undefined || problem !== undefined || findings.length > 0;
  return (
    <TextField
      id={fieldId(props.path)}
      className={props.isShort ? classes.short : classes.field}
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      onBlur={props.onBlur}
      placeholder={props.placeholder}
      multiline={props.rows !== undefined}
      minRows={props.rows}
      maxRows={12}
      type={props.type ?? 'text'}
      variant="outlined"
      size="small"
      error={isError}
      helperText={
        hasHelp ? (
          <>
            {problem}
            <FindingLines findings={findings} />
            {problem === undefined && findings.length === 0 && help}
          </>
        ) : undefined
      }
      InputLabelProps={{ shrink: true }}
      InputProps={props.isExact ? { className: classes.mono } : undefined}
      inputProps={{
        'aria-required': props.isRequired,
        spellCheck: props.isExact ? false : undefined,
        autoComplete: 'off',
      }}
    />
  );
}
