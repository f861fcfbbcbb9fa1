import Button from '@material-ui/core/Button';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { listOf, textOf, withField } from '../state/fields';
import { AgeInput } from './AgeInput';
import { CheckInput } from './CheckInput';
import type { Editing } from './Editing';
import { Group } from './Group';
import { ModesForm } from './ModesForm';
import { RequirementConditions } from './RequirementConditions';
import { SignerList } from './SignerList';
import { useFormStyles } from './useFormStyles';

/** One thing that the rule asks for: what it has to say, who may say it, and what happens where it is missing. */
export function RequirementForm(
  props: Editing & {
    number: number;
    environments: string[];
    onRemove(): void;
  },
) {
  const classes = useFormStyles();
  const { path, fields, number, onChange } = props;
  const set = (name: string, value: unknown) =>
    onChange(withField(fields, name, value));
  const signers = listOf(fields.signers);
  return (
    <Group
      title={`Requirement ${number}: ${visibleText(textOf(fields.type), 80)}`}
      path={path}
    >
      <RequirementConditions path={path} fields={fields} onChange={onChange} />
      <div className={classes.row}>
        <AgeInput
          path={`${path}.maximumAge`}
          age={fields.maximumAge}
          onChange={age => set('maximumAge', age)}
        />
        <CheckInput
          label="A transparency log has to prove it"
          isChecked={fields.log === true}
          onChange={isOn => set('log', isOn || undefined)}
        />
        <CheckInput
          label="It has to name the repository from which it runs"
          isChecked={fields.matchReference === true}
          onChange={isOn => set('matchReference', isOn || undefined)}
        />
      </div>
      <ModesForm
        path={path}
        fields={fields}
        onChange={onChange}
        environments={props.environments}
        inherited={{ words: 'what the rule does' }}
        title="What this one does when it is not met"
      />
      <SignerList
        path={`${path}.signers`}
        title="Who may say so"
        hint={
          signers.length === 0
            ? 'Those who may sign, by the rule.'
            : 'These, and not those of the rule.'
        }
        signers={signers}
        onChange={all => set('signers', all.length > 0 ? all : undefined)}
      />
      <Button size="small" onClick={props.onRemove}>
        Remove requirement {number}
      </Button>
    </Group>
  );
}
