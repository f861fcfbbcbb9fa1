import { useState } from 'react';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { knownIssuers } from '@countersign/backstage-plugin-provenance-common';
import type { Fields } from '../state/fields';
import { Group } from './Group';
import { fieldId } from './focusField';
import { TemplateForm } from './TemplateForm';
import { useFormStyles } from './useFormStyles';

const offered = knownIssuers.filter(({ templates }) => templates.length > 0);

/** A signer by a safe pattern of its issuer, by its parts, or by a key. */
export function AddSigner(props: {
  path: string;
  onAdd(signer: Fields): void;
  onCancel(): void;
}) {
  const classes = useFormStyles();
  const [chosen, setChosen] = useState('');
  const issuer = offered.find(({ templates }) =>
    templates.some(({ id }) => id === chosen),
  );
  const template = issuer?.templates.find(({ id }) => id === chosen);
  return (
    <Group
      title="A new signer"
      hint="A template asks for names and writes a pattern that lets in nobody else."
    >
      <div className={classes.row}>
        <TextField
          id={fieldId(`${props.path}.template`)}
          className={classes.field}
          label="Who signs"
          select
          value={chosen}
          onChange={event => setChosen(event.target.value)}
          SelectProps={{ native: true }}
          variant="outlined"
          size="small"
          InputLabelProps={{ shrink: true }}
        >
          <option value="">choose a template</option>
          {offered.map(({ id, title, templates }) => (
            <optgroup key={id} label={title}>
              {templates.map(one => (
                <option key={one.id} value={one.id}>
                  {title}: {one.title}
                </option>
              ))}
            </optgroup>
          ))}
        </TextField>
      </div>
      {issuer && template && (
        <TemplateForm
          key={template.id}
          path={props.path}
          template={template}
          notes={issuer.notes}
          onAdd={props.onAdd}
        />
      )}
      <div className={classes.row}>
        <Button size="small" onClick={() => props.onAdd({ key: '' })}>
          A key instead
        </Button>
        <Button
          size="small"
          onClick={() =>
            props.onAdd({ authority: '', issuer: '', subject: '' })
          }
        >
          Write the parts myself
        </Button>
        <Button size="small" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </Group>
  );
}
