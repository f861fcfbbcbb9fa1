import { fieldsOf, type Fields } from '../state/fields';
import { Choice } from './Choice';
import { NumberInput } from './NumberInput';
import { TextInput } from './TextInput';

const units = ['minutes', 'hours', 'days', 'weeks'];

/** How old a statement may be. A duration of several units is shown as it stands, and changed in the YAML view. */
export function AgeInput(props: {
  path: string;
  age: unknown;
  onChange(age: Fields | undefined): void;
}) {
  const { path, onChange } = props;
  const parts = Object.entries(fieldsOf(props.age));
  const [[unit, count] = ['days', undefined]] = parts;
  if (parts.length > 1 || !units.includes(unit))
    return (
      <TextInput
        path={path}
        label="Greatest age"
        value={parts.map(([name, number]) => `${number} ${name}`).join(' ')}
        onChange={() => undefined}
        help="Change it in the YAML view."
        isShort
      />
    );
  return (
    <>
      <NumberInput
        path={path}
        label="Greatest age"
        value={count}
        onChange={now =>
          onChange(now === undefined ? undefined : { [unit]: now })
        }
      />
      {count !== undefined && (
        <Choice
          path={`${path}.${unit}`}
          label="Unit"
          value={unit}
          options={units.map(value => ({ value, words: value }))}
          onChange={now => onChange({ [now]: count })}
        />
      )}
    </>
  );
}
