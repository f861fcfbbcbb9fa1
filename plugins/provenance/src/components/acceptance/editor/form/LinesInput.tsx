import { useEffect, useState } from 'react';
import { TextInput, type TextInputProps } from './TextInput';

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'onBlur'> & {
  values: string[];
  onChange(values: string[]): void;
};

const linesOf = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');

/** A list of texts, one a line; a line that is only begun is no entry yet. */
export function LinesInput({ values, onChange, ...props }: Props) {
  const joined = values.join('\n');
  const [text, setText] = useState(joined);
  // Another rule, the YAML view or an undo may have written something else.
  useEffect(() => {
    setText(before =>
      linesOf(before).join('\n') === joined ? before : joined,
    );
  }, [joined]);
  return (
    <TextInput
      rows={2}
      {...props}
      value={text}
      onChange={now => {
        setText(now);
        onChange(linesOf(now));
      }}
      onBlur={() => setText(joined)}
    />
  );
}
