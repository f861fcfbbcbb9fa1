import { useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import { replaced, without, type Fields } from '../state/fields';
import { AddSigner } from './AddSigner';
import { focusField } from './focusField';
import { Group } from './Group';
import { SignerForm } from './SignerForm';

/** Who may sign: of a rule, or of one thing that it asks for. */
export function SignerList(props: {
  path: string;
  title: string;
  hint: string;
  signers: Fields[];
  onChange(signers: Fields[]): void;
}) {
  const { path, signers, onChange } = props;
  const [isAdding, setAdding] = useState(false);
  const adder = useRef<HTMLButtonElement>(null);
  const add = (signer: Fields) => {
    onChange([...signers, signer]);
    setAdding(false);
    // The new one is drawn first.
    setTimeout(() => focusField(`${path}[${signers.length}].authority`));
  };
  const remove = (index: number) => {
    onChange(without(signers, index));
    adder.current?.focus();
  };
  return (
    <Group title={props.title} hint={props.hint} path={path}>
      {signers.map((signer, i) => (
        <SignerForm
          key={i}
          path={`${path}[${i}]`}
          number={i + 1}
          fields={signer}
          onChange={now => onChange(replaced(signers, i, now))}
          onRemove={() => remove(i)}
        />
      ))}
      {isAdding && (
        <AddSigner path={path} onAdd={add} onCancel={() => setAdding(false)} />
      )}
      <Button
        ref={adder}
        size="small"
        variant="outlined"
        aria-expanded={isAdding}
        onClick={() => setAdding(!isAdding)}
      >
        Add a signer
      </Button>
    </Group>
  );
}
