import {
  severities,
  type Requirement,
} from '@countersign/backstage-plugin-provenance-common';
import { fieldsOf, textOf, textsOf, withField } from '../state/fields';
import { Choice } from './Choice';
import type { Editing } from './Editing';
import { LinesInput } from './LinesInput';
import { NumberInput } from './NumberInput';
import { useFormStyles } from './useFormStyles';

function ProvenanceConditions({ path, fields, onChange }: Editing) {
  const classes = useFormStyles();
  const level = fields.minimumLevel;
  return (
    <div className={classes.row}>
      <Choice
        path={`${path}.minimumLevel`}
        label="Least SLSA build level"
        value={level === undefined ? '' : String(level)}
        options={['', '1', '2', '3'].map(value => ({
          value,
          words: value || 'any',
        }))}
        onChange={value =>
          onChange(
            withField(
              fields,
              'minimumLevel',
              value ? Number(value) : undefined,
            ),
          )
        }
      />
      <Lines
        {...{ path, fields, onChange }}
        name="builders"
        label="Builders"
        help="One pattern a line; none: any reviewed one."
      />
    </div>
  );
}

function ScanConditions({ path, fields, onChange }: Editing) {
  const classes = useFormStyles();
  const maximum = fieldsOf(fields.maximum);
  return (
    <div className={classes.row}>
      {severities.map(severity => (
        <NumberInput
          key={severity}
          path={`${path}.maximum.${severity}`}
          label={`Most ${severity}`}
          value={maximum[severity]}
          onChange={value => {
            const next = withField(maximum, severity, value);
            const isEmpty = Object.keys(next).length === 0;
            onChange(withField(fields, 'maximum', isEmpty ? undefined : next));
          }}
        />
      ))}
    </div>
  );
}

function SummaryConditions(props: Editing) {
  const classes = useFormStyles();
  return (
    <div className={classes.row}>
      <Lines
        {...props}
        name="verifiers"
        label="Verifiers"
        help="Their exact ids, one a line; none: any."
      />
      <Lines
        {...props}
        name="levels"
        label="Levels"
        help="SLSA_BUILD_LEVEL_2, one a line."
      />
    </div>
  );
}

function Lines({
  path,
  fields,
  onChange,
  name,
  ...rest
}: Editing & { name: string; label: string; help: string }) {
  return (
    <LinesInput
      {...rest}
      path={`${path}.${name}`}
      values={textsOf(fields[name])}
      onChange={values =>
        onChange(
          withField(fields, name, values.length > 0 ? values : undefined),
        )
      }
      isExact
    />
  );
}

const conditions: Partial<
  Record<Requirement['type'], (props: Editing) => JSX.Element>
> = {
  provenance: ProvenanceConditions,
  scan: ScanConditions,
  summary: SummaryConditions,
};

/** What a statement of this type has to say. */
export function RequirementConditions(props: Editing) {
  const { fields } = props;
  const known = Object.entries(conditions);
  const [, Conditions] =
    known.find(([type]) => type === textOf(fields.type)) ?? [];
  return Conditions ? <Conditions {...props} /> : null;
}
