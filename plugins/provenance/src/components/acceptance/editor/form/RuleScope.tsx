import Button from '@material-ui/core/Button';
import {
  artifactKinds,
  filteredWords,
} from '@countersign/backstage-plugin-provenance-common';
import {
  listOf,
  replaced,
  textsOf,
  withField,
  without,
  type Fields,
} from '../state/fields';
import { labelLines, labelsOf } from '../state/labels';
import type { Editing } from './Editing';
import { focusField } from './focusField';
import { Group } from './Group';
import { LinesInput } from './LinesInput';
import { SomeOrAll } from './SomeOrAll';
import { useFormStyles } from './useFormStyles';

const kinds = artifactKinds.map(kind => ({
  value: kind,
  words: kind.replace(/-/g, ' '),
}));

/** Of what the rule speaks. */
export function RuleScope(props: Editing & { environments: string[] }) {
  const { path, fields, onChange, environments } = props;
  const classes = useFormStyles();
  const set = (name: string, value: unknown) =>
    onChange(withField(fields, name, value));
  const declared = environments.map(value => ({ value, words: value }));
  return (
    <Group title="What it speaks of">
      <div className={classes.row}>
        <LinesInput
          path={`${path}.references`}
          label="Repositories and addresses"
          values={textsOf(fields.references)}
          onChange={values => set('references', values)}
          placeholder="ghcr.io/acme/**"
          help="One a line. * stops at the next “/”, ** goes through all levels."
          isExact
          isRequired
        />
      </div>
      <SomeOrAll
        path={`${path}.environments`}
        title="Environments"
        all="every environment"
        some="only these"
        options={declared}
        values={fields.environments}
        other="Other environments"
        onChange={values => set('environments', values)}
      />
      <SomeOrAll
        path={`${path}.kinds`}
        title="Kinds of artifacts"
        all="every kind"
        some="only what may be one of these"
        options={kinds}
        values={fields.kinds}
        onChange={values => set('kinds', values)}
      />
      <EntityFilters
        path={`${path}.entities`}
        filters={listOf(fields.entities)}
        onChange={filters =>
          set('entities', filters.length > 0 ? filters : undefined)
        }
      />
    </Group>
  );
}

function EntityFilters(props: {
  path: string;
  filters: Fields[];
  onChange(filters: Fields[]): void;
}) {
  const { path, filters, onChange } = props;
  return (
    <Group
      title="Entities"
      path={path}
      hint={
        filters.length === 0
          ? 'It speaks of every entity.'
          : 'It speaks of entities that one of these means, beside the rules for all of them.'
      }
    >
      {filters.map((filter, i) => (
        <EntityFilterForm
          key={i}
          path={`${path}[${i}]`}
          number={i + 1}
          fields={filter}
          onChange={now => onChange(replaced(filters, i, now))}
          onRemove={() => {
            onChange(without(filters, i));
            focusField(path);
          }}
        />
      ))}
      <Button size="small" onClick={() => onChange([...filters, {}])}>
        {filters.length === 0 ? 'Only for some entities' : 'Or for others'}
      </Button>
    </Group>
  );
}

function EntityFilterForm(
  props: Editing & { number: number; onRemove(): void },
) {
  const classes = useFormStyles();
  const { path, fields, number, onChange } = props;
  return (
    <Group
      title={`Entities ${number}`}
      path={path}
      hint="All of it has to hold; of several lines of one word, one."
    >
      <div className={classes.row}>
        {filteredWords.map(word => (
          <LinesInput
            key={word}
            path={`${path}.${word}`}
            label={`${word[0].toUpperCase()}${word.slice(1)}`}
            values={textsOf(fields[word])}
            onChange={values =>
              onChange(
                withField(fields, word, values.length > 0 ? values : undefined),
              )
            }
            rows={1}
            isShort
            isExact
          />
        ))}
        <LinesInput
          path={`${path}.labels`}
          label="Labels"
          values={labelLines(fields.labels)}
          onChange={lines =>
            onChange(withField(fields, 'labels', labelsOf(lines)))
          }
          placeholder="tier=1"
          help="name=value"
          rows={1}
          isShort
          isExact
        />
      </div>
      <Button size="small" onClick={props.onRemove}>
        Remove entities {number}
      </Button>
    </Group>
  );
}
