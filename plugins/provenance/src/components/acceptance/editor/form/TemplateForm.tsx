import { useState } from 'react';
import Button from '@material-ui/core/Button';
import {
  fillTemplate,
  type FieldProblem,
  type SignerTemplate,
} from '@countersign/backstage-plugin-provenance-common';
import type { Fields } from '../state/fields';
import { focusField } from './focusField';
import { TextInput } from './TextInput';
import { useFormStyles } from './useFormStyles';

/** Asks for what a template needs, and says of each field why it is not taken. */
export function TemplateForm(props: {
  path: string;
  template: SignerTemplate;
  /** What a person should know before they accept a signer of this issuer. */
  notes: readonly string[];
  onAdd(signer: Fields): void;
}) {
  const classes = useFormStyles();
  const { template } = props;
  const [values, setValues] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const pathOf = (name: string) => `${props.path}.template.${name}`;
  const add = () => {
    const { signer, problems: found } = fillTemplate(template, values);
    if (signer) {
      props.onAdd({ ...signer });
      return;
    }
    setProblems(found);
    focusField(pathOf(found[0].field));
  };
  const change = (name: string, value: string) => {
    setValues({ ...values, [name]: value });
    setProblems(problems.filter(({ field }) => field !== name));
  };
  return (
    <>
      <ul className={classes.hint}>
        {props.notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <div className={classes.row}>
        {template.fields.map(({ name, label, example, words, isOptional }) => (
          <TextInput
            key={name}
            path={pathOf(name)}
            label={isOptional ? `${label} (may be left out)` : label}
            value={values[name] ?? ''}
            onChange={value => change(name, value)}
            placeholder={example}
            help={words}
            problem={problems.find(({ field }) => field === name)?.problem}
            isRequired={!isOptional}
            isExact
          />
        ))}
      </div>
      <Button size="small" variant="contained" color="primary" onClick={add}>
        Add this signer
      </Button>
    </>
  );
}
