import { useState } from 'react';
import Button from '@material-ui/core/Button';
import type { Requirement } from '@countersign/backstage-plugin-provenance-common';
import { replaced, without, type Fields } from '../state/fields';
import { Choice } from './Choice';
import { focusField } from './focusField';
import { Group } from './Group';
import { RequirementForm } from './RequirementForm';
import { useFormStyles } from './useFormStyles';

const titles: Record<Requirement['type'], string> = {
  signature: 'a signature or provenance',
  provenance: 'a provenance',
  sbom: 'a bill of materials (SBOM)',
  scan: 'a scan',
  test: 'a test result',
  summary: 'a verification summary (VSA)',
};

const offered = Object.entries(titles).map(([value, words]) => ({
  value,
  words,
}));

/** What the rule asks for, all of it. */
export function RequirementList(props: {
  path: string;
  requirements: Fields[];
  environments: string[];
  onChange(requirements: Fields[]): void;
}) {
  const classes = useFormStyles();
  const { path, requirements, onChange } = props;
  const [type, setType] = useState<string>('signature');
  return (
    <Group
      title="What it asks for"
      path={path}
      hint={
        requirements.length === 0
          ? 'One accepted signature or provenance. Say otherwise by adding what you want; then only that holds.'
          : 'All of it.'
      }
    >
      {requirements.map((requirement, i) => (
        <RequirementForm
          key={i}
          path={`${path}[${i}]`}
          number={i + 1}
          fields={requirement}
          environments={props.environments}
          onChange={now => onChange(replaced(requirements, i, now))}
          onRemove={() => {
            onChange(without(requirements, i));
            focusField(path);
          }}
        />
      ))}
      <div className={classes.row}>
        <Choice
          path={`${path}.add`}
          label="Ask for"
          value={type}
          options={offered}
          onChange={setType}
        />
        <Button
          variant="outlined"
          size="small"
          onClick={() => onChange([...requirements, { type }])}
        >
          Add this requirement
        </Button>
      </div>
    </Group>
  );
}
