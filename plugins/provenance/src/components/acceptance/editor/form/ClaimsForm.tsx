import Button from '@material-ui/core/Button';
import {
  claimNames,
  visibleText,
} from '@countersign/backstage-plugin-provenance-common';
import { fieldsOf, textOf, withField, type Fields } from '../state/fields';
import { Choice } from './Choice';
import { GroupFindings } from './FieldFindings';
import { TextInput } from './TextInput';
import { useFormStyles } from './useFormStyles';

/** What the certificate has to say besides, each claim as a pattern. */
export function ClaimsForm(props: {
  path: string;
  claims: unknown;
  onChange(claims: Fields | undefined): void;
}) {
  const classes = useFormStyles();
  const { path } = props;
  const claims = fieldsOf(props.claims);
  const names = Object.keys(claims);
  const free = claimNames.filter(name => !names.includes(name));
  const change = (next: Fields) =>
    props.onChange(Object.keys(next).length > 0 ? next : undefined);
  return (
    <>
      <GroupFindings path={path} />
      {names.map(name => (
        <div className={classes.row} key={name}>
          <TextInput
            path={`${path}.${name}`}
            label={`Claim ${visibleText(name, 80)}`}
            value={textOf(claims[name])}
            onChange={value => change({ ...claims, [name]: value })}
            isExact
          />
          <Button
            size="small"
            onClick={() => change(withField(claims, name, undefined))}
          >
            Remove claim {visibleText(name, 80)}
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <div className={classes.row}>
          <Choice
            path={`${path}.add`}
            label="Ask for a claim"
            value=""
            options={[
              { value: '', words: 'choose one' },
              ...free.map(value => ({ value, words: value })),
            ]}
            onChange={name => name && change({ ...claims, [name]: '' })}
          />
        </div>
      )}
    </>
  );
}
