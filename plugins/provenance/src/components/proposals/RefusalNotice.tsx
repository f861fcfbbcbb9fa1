import Button from '@material-ui/core/Button';
import type { Refusal } from '../../words';
import { Notice } from '../parts';

/** What the backend had against an act, in its own words; nothing is ever sent again by itself. */
export function RefusalNotice(props: { refusal: Refusal; onReload?(): void }) {
  const { code, message, isForbidden } = props.refusal;
  const titles: Record<string, string> = {
    'other-content': 'Somebody edited it meanwhile. Nothing was done.',
    'base-moved': 'Another version is in force by now. Nothing was done.',
  };
  const title =
    (code === undefined ? undefined : titles[code]) ??
    (isForbidden
      ? 'You are not allowed to do that.'
      : 'The backend refused. Nothing was done.');
  const isOutdated = ['other-content', 'base-moved', 'wrong-state'].includes(
    code ?? '',
  );
  return (
    <Notice
      role="alert"
      tone="amber"
      title={title}
      action={
        isOutdated &&
        props.onReload && (
          <Button variant="outlined" size="small" onClick={props.onReload}>
            Read it again
          </Button>
        )
      }
    >
      It says: {message}
    </Notice>
  );
}
