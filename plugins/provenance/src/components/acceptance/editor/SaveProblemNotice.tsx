import { Link } from '@backstage/core-components';
import { acceptanceProposePermission } from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath } from '../../../hooks';
import { refusalOf } from '../../../words';
import { CopyButton, Notice } from '../../parts';
import type { SaveProblem } from './state/useSave';

/** Why nothing was saved, in the words of the backend, and what is left. */
export function SaveProblemNotice(props: {
  problem: SaveProblem;
  id?: string;
  /** What was typed, to be carried over to another state. */
  yaml?: string;
}) {
  const pathOf = useAcceptancePath();
  const { error, isOvertaken, savedAs } = props.problem;
  const { message, isForbidden } = refusalOf(error);
  if (isOvertaken && props.id !== undefined)
    return (
      <Notice
        role="alert"
        tone="grey"
        title="Not saved: somebody edited this proposal meanwhile."
      >
        What you typed is still here. Look at{' '}
        <Link to={pathOf('proposals', props.id)} target="_blank" rel="noopener">
          what it says now
        </Link>{' '}
        in another tab, and bring over what you need:{' '}
        {props.yaml !== undefined && (
          <CopyButton text={props.yaml} what="your YAML" />
        )}
      </Notice>
    );
  if (savedAs !== undefined)
    return (
      <Notice
        role="alert"
        tone="grey"
        title="It is saved, and could not be opened for review."
      >
        {message}{' '}
        <Link to={pathOf('proposals', savedAs)}>See it as it is saved</Link>
      </Notice>
    );
  if (isForbidden)
    return (
      <Notice
        role="alert"
        tone="grey"
        title="You are not allowed to propose changes."
      >
        It needs the permission <code>{acceptanceProposePermission.name}</code>.{' '}
        {message}
      </Notice>
    );
  return (
    <Notice
      role="alert"
      tone="grey"
      title="Not saved. What you typed is still here."
    >
      {message}
    </Notice>
  );
}
