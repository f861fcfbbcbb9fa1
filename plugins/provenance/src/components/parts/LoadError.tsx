import Button from '@material-ui/core/Button';
import {
  usageReadPermission,
  visibleText,
} from '@countersign/backstage-plugin-provenance-common';
import { refusalOf } from '../../words';
import { Notice } from './Notice';

/** A call that failed: says what, whether it matters, and what can be done (never a bare "failed"). */
export function LoadError(props: {
  error: Error;
  /** In a sentence: "load the artifacts of this entity". */
  doing: string;
  /** The permission that it needs, `provenance.usage.read` where not said. */
  permission?: string;
  /** Whether an older answer is still shown below. */
  hasOlder?: boolean;
  onRetry(): void;
}) {
  const { isForbidden, isMissing, message } = refusalOf(props.error);
  const { permission = usageReadPermission.name } = props;
  if (isForbidden) {
    return (
      <Notice
        role="alert"
        tone="grey"
        title={`You are not allowed to ${props.doing}.`}
      >
        It needs the permission <code>{permission}</code>. The owners of this
        portal’s permission policy, usually the platform team, can grant it.
      </Notice>
    );
  }
  return (
    <Notice
      role="alert"
      tone="grey"
      title={
        isMissing
          ? `Could not ${props.doing}: it is not here any more.`
          : `Could not ${props.doing}.`
      }
      action={
        <Button variant="outlined" size="small" onClick={props.onRetry}>
          Try again
        </Button>
      }
    >
      {props.hasOlder
        ? 'What you see is from before and may be out of date. '
        : 'This says nothing about the artifacts: only this page could not ask. '}
      {visibleText(message, 300)}
    </Notice>
  );
}
