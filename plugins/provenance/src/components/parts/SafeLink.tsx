import { Link } from '@backstage/core-components';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { safeHref } from '../../words';

/** A stranger's address: a link where it is plain https, else the text and nothing to click. */
export function SafeLink(props: { address: string }) {
  const href = safeHref(props.address);
  const shown = visibleText(props.address, 300);
  return href ? (
    <Link to={href} rel="noopener noreferrer nofollow">
      {shown}
    </Link>
  ) : (
    <span>{shown}</span>
  );
}
