import { Link } from '@backstage/core-components';
import {
  acceptanceProposePermission,
  visibleText,
} from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath } from '../../../hooks';
import { Notice } from '../../parts';
import type { SaveProblem } from './state/useSave';

/** Why nothing was saved, in the words of the backend, and what is left. */
export function SaveProblemNotice(props: {
  problem: SaveProblem;
  id?: string;
}) {
  const pathOf = useAcceptancePath();
  const { error, isOvertaken, savedAs } = props.problem;
  const said = visibleText(error.message, 500);
  if (isOvertaken && props.id !== undefined)
    return (
      <Notice
        role="alert"
        tone="amber"
        title="Not saved: somebody edited this proposal meanwhile."
      >
        What you typed is still here. Look at{' '}
        <Link to={pathOf('proposals', props.id)} target="_blank" rel="noopener">
          what it says now
        </Link>{' '}
        in another tab, and bring over what you need; copy your YAML first.
      </Notice>
    );
  if (savedAs !== undefined)
    return (
      <Notice
        role="alert"
        tone="amber"
        title="It is saved, and could not be opened for review."
      >
        {said}{' '}
        <Link to={pathOf('proposals', savedAs)}>See it as it is saved</Link>
      </Notice>
    );
  if (isForbidden(error))
    return (
      <Notice
        role="alert"
        tone="grey"
        title="You are not allowed to propose changes."
      >
        It needs the permission <code>{acceptanceProposePermission.name}</code>.{' '}
        {said}
      </Notice>
    );
  return (
    <Notice
      role="alert"
      tone="red"
      title="Not saved. What you typed is still here."
    >
      {said}
    </Notice>
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
