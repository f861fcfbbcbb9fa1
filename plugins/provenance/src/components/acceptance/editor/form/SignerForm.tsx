import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { signerInWords } from '@countersign/backstage-plugin-provenance-common';
import { textOf, withField, type Fields } from '../state/fields';
import { CheckInput } from './CheckInput';
import { ClaimsForm } from './ClaimsForm';
import type { Editing } from './Editing';
import { Group } from './Group';
import { TextInput } from './TextInput';
import { useFormStyles } from './useFormStyles';

/** One signer as it is compared: a key by its name, or an identity under its authority. */
export function SignerForm(
  props: Editing & { number: number; onRemove(): void },
) {
  const classes = useFormStyles();
  const { path, fields, number, onChange } = props;
  const input = (name: string) => ({
    path: `${path}.${name}`,
    value: textOf(fields[name]),
    onChange: (value: string) => onChange({ ...fields, [name]: value }),
    isExact: true,
    isRequired: true,
  });
  return (
    <Group title={`Signer ${number}`} path={path}>
      <Typography variant="body2" className={classes.words}>
        {wordsOf(fields)}
      </Typography>
      {'key' in fields ? (
        <div className={classes.row}>
          <TextInput
            {...input('key')}
            label="Key"
            help="The name of the configured authority that holds it."
          />
        </div>
      ) : (
        <>
          <div className={classes.row}>
            <TextInput
              {...input('authority')}
              label="Authority"
              help="Who has to have certified it."
            />
            <TextInput
              {...input('issuer')}
              label="Issuer"
              help="Compared to the letter."
            />
          </div>
          <div className={classes.row}>
            <TextInput
              {...input('subject')}
              label="Subject"
              help="* stops at the next “/”, ** does not."
            />
          </div>
          <CheckInput
            label="Only from the repository of the entity that runs it"
            isChecked={fields.ownRepository === true}
            onChange={isChecked =>
              onChange(
                withField(fields, 'ownRepository', isChecked || undefined),
              )
            }
          />
          <ClaimsForm
            path={`${path}.claims`}
            claims={fields.claims}
            onChange={claims => onChange(withField(fields, 'claims', claims))}
          />
        </>
      )}
      <Button size="small" onClick={props.onRemove}>
        Remove signer {number}
      </Button>
    </Group>
  );
}

function wordsOf(fields: Fields): string {
  if ('key' in fields) return signerInWords({ key: textOf(fields.key) }).words;
  const [authority, issuer, subject] = ['authority', 'issuer', 'subject'].map(
    name => textOf(fields[name]),
  );
  if (issuer === '' || subject === '')
    return 'Whoever this is: it has no issuer or no subject yet.';
  const signer = signerInWords({ authority, issuer, subject });
  return `${signer.words} at ${signer.issuer}`;
}
