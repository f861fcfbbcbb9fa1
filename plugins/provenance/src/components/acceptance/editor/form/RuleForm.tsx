import Typography from '@material-ui/core/Typography';
import {
  ruleInWords,
  visibleText,
} from '@countersign/backstage-plugin-provenance-common';
import { Notice } from '../../../parts';
import { RulePreviewPanel } from '../preview/RulePreviewPanel';
import { listOf, textOf, withField, type Fields } from '../state/fields';
import { readRuleFields } from '../state/read';
import { unshowableInRule } from '../state/shape';
import type { Editing } from './Editing';
import { GroupFindings } from './FieldFindings';
import { ModesForm } from './ModesForm';
import { RequirementList } from './RequirementList';
import { RuleScope } from './RuleScope';
import { SignerList } from './SignerList';
import { TextInput } from './TextInput';
import { useFormStyles } from './useFormStyles';

/** Everything that a rule says, to be said otherwise; what this form does not know of stays as it is. */
export function RuleForm(props: Editing & { environments: string[] }) {
  const { path, fields, onChange, environments } = props;
  const unshowable = unshowableInRule(fields);
  if (unshowable !== undefined)
    return (
      <Notice
        tone="grey"
        title={`The form cannot show what stands under “${visibleText(
          unshowable,
          80,
        )}”.`}
      >
        Something else stands there than belongs there. Correct it in the YAML
        view; until then the rule stays as it is.
      </Notice>
    );
  const set = (name: string, value: unknown) =>
    onChange(withField(fields, name, value));
  return (
    <>
      <RuleWords fields={fields} />
      <RulePreviewPanel fields={fields} />
      <GroupFindings path={path} />
      <RuleAbout path={path} fields={fields} onChange={onChange} />
      <RuleScope {...props} />
      <ModesForm
        path={path}
        fields={fields}
        onChange={onChange}
        environments={environments}
      />
      <SignerList
        path={`${path}.signers`}
        title="Who may sign"
        hint="Each of them may, and one is enough."
        signers={listOf(fields.signers)}
        onChange={signers => set('signers', signers)}
      />
      <RequirementList
        path={`${path}.requirements`}
        requirements={listOf(fields.requirements)}
        environments={environments}
        onChange={all => set('requirements', all.length > 0 ? all : undefined)}
      />
    </>
  );
}

/** The rule as everybody else will read it. */
function RuleWords({ fields }: { fields: Fields }) {
  const classes = useFormStyles();
  const { value, problem } = readRuleFields(fields);
  return (
    <Typography
      variant="body1"
      className={classes.words}
      role="note"
      aria-label="The rule in words"
    >
      {value
        ? ruleInWords(value).sentence
        : `The rule cannot be said in words yet: ${visibleText(
            problem ?? '',
            300,
          )}.`}
    </Typography>
  );
}

function RuleAbout({ path, fields, onChange }: Editing) {
  const classes = useFormStyles();
  const input = (name: string) => ({
    path: `${path}.${name}`,
    value: textOf(fields[name]),
    onChange: (value: string) =>
      onChange(withField(fields, name, value || undefined)),
  });
  return (
    <>
      <div className={classes.row}>
        <TextInput {...input('name')} label="Name" isRequired />
        <TextInput
          {...input('owner')}
          label="Owner"
          placeholder="group:default/payments"
          help="Has a word in every change of the rule."
          isExact
        />
      </div>
      <div className={classes.row}>
        <TextInput
          {...input('rationale')}
          label="Why it is there"
          rows={2}
          help="For whoever reads it next."
        />
        <TextInput
          {...input('runbook')}
          label="Runbook"
          placeholder="https://"
          help="Where a person reads what to do when the rule is not met."
        />
      </div>
    </>
  );
}
