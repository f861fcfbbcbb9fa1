import { TextInput } from './TextInput';

/** A whole number, or nothing. */
export function NumberInput(props: {
  path: string;
  label: string;
  value: unknown;
  onChange(value: number | undefined): void;
}) {
  const { value, onChange, ...rest } = props;
  return (
    <TextInput
      {...rest}
      type="number"
      value={typeof value === 'number' ? String(value) : ''}
      onChange={text => onChange(text === '' ? undefined : Number(text))}
      isShort
    />
  );
}
