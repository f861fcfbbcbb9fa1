import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import type { SetupResponse } from '@countersign/backstage-plugin-provenance-common';
import { useDismissed, useSetup } from '../../hooks';
import { counted } from '../../words';
import { LoadError } from '../parts';
import { SectionSkeleton } from './SectionSkeleton';
import { SetupPanel } from './SetupPanel';

const permission = 'provenance.evidence.read.all';

/** The first run: what was found and what the portal lacks; a small link once nothing is, or nobody wants to know. */
export function Setup() {
  const query = useSetup();
  const [dismissed, dismiss] = useDismissed('setupDismissed');
  const [isAsked, setAsked] = useState(false);
  const { value, error } = query;

  if (error && !value) {
    return isForbidden(error) ? (
      <Typography variant="body2" color="textSecondary" gutterBottom>
        What this portal lacks is shown to those with the permission{' '}
        <code>{permission}</code>.
      </Typography>
    ) : (
      <LoadError
        error={error}
        doing="load what this portal lacks"
        permission={permission}
        onRetry={query.reload}
      />
    );
  }
  if (!value || dismissed === undefined)
    return <SectionSkeleton what="what this portal lacks" />;
  const open = value.steps.filter(({ done }) => !done).length;
  const isShown = isAsked || (open > 0 && !dismissed);
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="refresh what this portal lacks"
          hasOlder
          onRetry={query.reload}
        />
      )}
      {isShown ? (
        <SetupPanel
          setup={value}
          onDismiss={() => {
            setAsked(false);
            if (open > 0) dismiss(true);
          }}
        />
      ) : (
        <SetupLink setup={value} onOpen={() => setAsked(true)} />
      )}
    </>
  );
}

function SetupLink(props: { setup: SetupResponse; onOpen(): void }) {
  const open = props.setup.steps.filter(({ done }) => !done).length;
  return (
    <div style={{ textAlign: 'right' }}>
      <Button size="small" onClick={props.onOpen}>
        {open === 0 ? 'Set-up: done' : `Set-up: ${counted(open, 'step')} open`}
      </Button>
    </div>
  );
}

/** By shape, as the client's errors come from another copy of the class. */
function isForbidden(error: Error): boolean {
  const { statusCode, response } = error as Error & {
    statusCode?: number;
    response?: { status?: number };
  };
  return (statusCode ?? response?.status) === 403;
}
