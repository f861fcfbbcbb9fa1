import Button from '@material-ui/core/Button';
import { useState, type Dispatch } from 'react';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { Notice } from '../../../parts';
import type { Item } from '../state/draft';
import type { DraftAction } from '../state/draftReducer';
import { fieldsOf, textOf, withField } from '../state/fields';
import { unshowableInEntry } from '../state/shape';
import { Choice } from './Choice';
import type { Editing } from './Editing';
import { focusField } from './focusField';
import { Group } from './Group';
import { TextInput } from './TextInput';
import { useFormStyles } from './useFormStyles';

const targets: Record<string, { words: string; help: string }> = {
  identity: { words: 'an identity', help: '' },
  key: { words: 'a key', help: 'The name of the authority that holds it.' },
  workflow: {
    words: 'a workflow',
    help: 'Its address without the ref, up to the “@”.',
  },
  digest: { words: 'an artifact, by its digest', help: 'sha256:...' },
  authority: { words: 'an authority', help: 'Its configured name.' },
  log: { words: 'a transparency log', help: 'Its id, 64 characters.' },
};

const offered = Object.entries(targets).map(([value, { words }]) => ({
  value,
  words,
}));

/** Who and what counts for nothing, whatever the rules say. */
export function DistrustForm(props: {
  entries: Item[];
  dispatch: Dispatch<DraftAction>;
}) {
  const { entries, dispatch } = props;
  const classes = useFormStyles();
  const [target, setTarget] = useState('identity');
  return (
    <Group
      title="Distrusted"
      path="distrust"
      hint="An entry takes away what rules give, at once and everywhere."
    >
      {entries.map(({ id, fields }, i) => (
        <EntryForm
          key={id}
          path={`distrust[${i}]`}
          number={i + 1}
          fields={fields}
          onChange={now => dispatch({ type: 'changeEntry', id, fields: now })}
          onRemove={() => {
            dispatch({ type: 'removeEntry', id });
            focusField('distrust');
          }}
        />
      ))}
      <div className={classes.row}>
        <Choice
          path="distrust.add"
          label="Distrust"
          value={target}
          options={offered}
          onChange={setTarget}
        />
        <Button
          variant="outlined"
          size="small"
          onClick={() =>
            dispatch({
              type: 'addEntry',
              fields: {
                [target]:
                  target === 'identity' ? { issuer: '', subject: '' } : '',
                reason: '',
              },
            })
          }
        >
          Add this entry
        </Button>
      </div>
    </Group>
  );
}

function EntryForm(props: Editing & { number: number; onRemove(): void }) {
  const { path, fields, number, onChange } = props;
  const classes = useFormStyles();
  const unshowable = unshowableInEntry(fields);
  const input = (name: string) => ({
    path: `${path}.${name}`,
    value: textOf(fields[name]),
    onChange: (value: string) => onChange({ ...fields, [name]: value }),
  });
  const optional = (name: string) => ({
    ...input(name),
    onChange: (value: string) =>
      onChange(withField(fields, name, value || undefined)),
  });
  return (
    <Group title={`Entry ${number}`} path={path}>
      {unshowable !== undefined ? (
        <Notice
          tone="grey"
          title={`The form cannot show what stands under “${visibleText(
            unshowable,
            80,
          )}”.`}
        >
          Correct it in the YAML view.
        </Notice>
      ) : (
        <>
          <Target {...props} />
          <div className={classes.row}>
            <TextInput
              {...input('reason')}
              label="Why"
              help="Everybody who is hit by it reads this."
              isRequired
            />
            <TextInput
              {...optional('from')}
              label="From"
              placeholder="2026-11-03T00:00:00Z"
              help="None: always. What is proven to be older still counts."
              isExact
            />
            <TextInput
              {...optional('runbook')}
              label="Runbook"
              placeholder="https://"
            />
          </div>
        </>
      )}
      <Button size="small" onClick={props.onRemove}>
        Remove entry {number}
      </Button>
    </Group>
  );
}

function Target({ path, fields, onChange }: Editing) {
  const classes = useFormStyles();
  const names = Object.keys(targets).filter(name => name in fields);
  return (
    <div className={classes.row}>
      {names.map(name =>
        name === 'identity' ? (
          <IdentityInput
            key={name}
            path={`${path}.identity`}
            fields={fieldsOf(fields.identity)}
            onChange={identity => onChange({ ...fields, identity })}
          />
        ) : (
          <TextInput
            key={name}
            path={`${path}.${name}`}
            label={`${name[0].toUpperCase()}${name.slice(1)}`}
            value={textOf(fields[name])}
            onChange={value => onChange({ ...fields, [name]: value })}
            help={targets[name].help}
            isExact
            isRequired
          />
        ),
      )}
    </div>
  );
}

function IdentityInput({ path, fields, onChange }: Editing) {
  const input = (name: string) => ({
    path: `${path}.${name}`,
    value: textOf(fields[name]),
    onChange: (value: string) => onChange({ ...fields, [name]: value }),
    isExact: true,
  });
  return (
    <>
      <TextInput {...input('issuer')} label="Issuer" isRequired />
      <TextInput {...input('subject')} label="Subject" isRequired />
      <TextInput
        {...input('authority')}
        onChange={value =>
          onChange(withField(fields, 'authority', value || undefined))
        }
        label="Authority"
        help="None: whoever certified it."
      />
    </>
  );
}
