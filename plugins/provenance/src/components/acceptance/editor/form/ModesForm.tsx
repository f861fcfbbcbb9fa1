import {
  visibleText,
  type Mode,
} from '@countersign/backstage-plugin-provenance-common';
import { fieldsOf, textOf, textsOf, withField } from '../state/fields';
import { Choice, type ChoiceOption } from './Choice';
import type { Editing } from './Editing';
import { Group } from './Group';
import { useFormStyles } from './useFormStyles';

const modeOptions: (ChoiceOption & { value: Mode })[] = [
  { value: 'off', words: 'off' },
  { value: 'observe', words: 'observe' },
  { value: 'enforce', words: 'enforce' },
];

const effects: Record<Mode, string> = {
  off: 'Nothing is asked.',
  observe:
    'What does not meet it is let through, and shown as “would be blocked”.',
  enforce: 'What does not meet it is blocked.',
};

function effectOf(mode: string): string | undefined {
  return modeOptions.some(({ value }) => value === mode)
    ? effects[mode as Mode]
    : undefined;
}

/** What an unmet rule or requirement does: everywhere, and otherwise in some environments. */
export function ModesForm(
  props: Editing & {
    environments: string[];
    /** What holds where nothing is said; a rule observes. */
    inherited?: { words: string };
    title?: string;
  },
) {
  const { path, fields, onChange, environments, inherited } = props;
  const classes = useFormStyles();
  const modes = fieldsOf(fields.modes);
  const applies = fields.environments;
  const named = [
    ...(applies === undefined ? environments : textsOf(applies)),
    ...Object.keys(modes),
  ];
  const mode = textOf(fields.mode) || (inherited ? '' : 'observe');
  const setMode = (environment: string, value: string) => {
    const next = withField(modes, environment, value || undefined);
    const isEmpty = Object.keys(next).length === 0;
    onChange(withField(fields, 'modes', isEmpty ? undefined : next));
  };
  return (
    <Group
      title={props.title ?? 'What it does when it is not met'}
      path={`${path}.modes`}
    >
      <div className={classes.row}>
        <Choice
          path={`${path}.mode`}
          label="Everywhere"
          value={mode}
          options={[
            ...(inherited ? [{ value: '', words: inherited.words }] : []),
            ...modeOptions,
          ]}
          onChange={value =>
            onChange(withField(fields, 'mode', value || undefined))
          }
          help={effectOf(mode)}
        />
        {[...new Set(named)].map(environment => (
          <Choice
            key={environment}
            path={`${path}.modes.${environment}`}
            label={`In ${visibleText(environment, 80)}`}
            value={textOf(modes[environment])}
            options={[{ value: '', words: 'as everywhere' }, ...modeOptions]}
            onChange={value => setMode(environment, value)}
            help={effectOf(textOf(modes[environment]))}
          />
        ))}
      </div>
    </Group>
  );
}
