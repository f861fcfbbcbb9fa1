import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { textsOf } from '../state/fields';
import { CheckInput } from './CheckInput';
import type { ChoiceOption } from './Choice';
import { Group } from './Group';
import { LinesInput } from './LinesInput';
import { useFormStyles } from './useFormStyles';

/**
 * Everything, or some of it. Which of the two is said and never concluded: a rule whose last environment is unticked
 * must not speak of all of them.
 */
export function SomeOrAll(props: {
  path: string;
  title: string;
  all: string;
  some: string;
  options: ChoiceOption[];
  /** Absent: all. */
  values: unknown;
  onChange(values: string[] | undefined): void;
  /** Label of a field for what is none of the options. */
  other?: string;
}) {
  const classes = useFormStyles();
  const { path, options, onChange } = props;
  const isAll = props.values === undefined;
  const values = textsOf(props.values);
  const others = values.filter(
    value => !options.some(option => option.value === value),
  );
  const toggle = (value: string, isOn: boolean) =>
    onChange(isOn ? [...values, value] : values.filter(one => one !== value));
  return (
    <Group title={props.title} path={path} isWhole>
      <RadioGroup
        row
        aria-label={props.title}
        value={isAll ? 'all' : 'some'}
        onChange={event =>
          onChange(event.target.value === 'all' ? undefined : [])
        }
      >
        <FormControlLabel
          value="all"
          control={<Radio color="primary" size="small" />}
          label={props.all}
        />
        <FormControlLabel
          value="some"
          control={<Radio color="primary" size="small" />}
          label={props.some}
        />
      </RadioGroup>
      {!isAll && (
        <div className={classes.row}>
          {options.map(({ value, words }) => (
            <CheckInput
              key={value}
              label={visibleText(words, 80)}
              isChecked={values.includes(value)}
              onChange={isOn => toggle(value, isOn)}
            />
          ))}
          {props.other !== undefined && (
            <LinesInput
              path={`${path}.other`}
              label={props.other}
              values={others}
              onChange={now =>
                onChange([
                  ...values.filter(one => !others.includes(one)),
                  ...now.filter(
                    one => !values.includes(one) || others.includes(one),
                  ),
                ])
              }
              rows={1}
              isShort
              isExact
            />
          )}
        </div>
      )}
    </Group>
  );
}
