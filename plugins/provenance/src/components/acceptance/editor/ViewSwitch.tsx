import { useState } from 'react';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { Notice } from '../../parts';
import type { Draft, View } from './state/draft';

/** Form or YAML. The form is refused while the text cannot be read, with the reason. */
export function ViewSwitch(props: { draft: Draft; onShow(view: View): void }) {
  const { view, yamlProblem } = props.draft;
  const [isRefused, setRefused] = useState(false);
  const show = (to: View) => {
    setRefused(to === 'form' && yamlProblem !== undefined);
    props.onShow(to);
  };
  return (
    <>
      <ButtonGroup size="small" aria-label="View" style={{ marginBottom: 16 }}>
        {(['form', 'yaml'] as const).map(one => (
          <Button
            key={one}
            aria-pressed={view === one}
            color={view === one ? 'primary' : 'default'}
            variant={view === one ? 'contained' : 'outlined'}
            onClick={() => show(one)}
          >
            {one === 'form' ? 'Form' : 'YAML'}
          </Button>
        ))}
      </ButtonGroup>
      {isRefused && yamlProblem !== undefined && (
        <Notice
          role="alert"
          tone="grey"
          title="The form cannot show this YAML yet."
        >
          {visibleText(yamlProblem, 400)} What you typed stays here.
        </Notice>
      )}
    </>
  );
}
