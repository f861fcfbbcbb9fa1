import { Notice } from '../parts';

/** Where the list is no database's: nothing can be proposed, and that can be changed. */
export function InConfiguration() {
  return (
    <Notice
      tone="grey"
      role="status"
      title="The acceptance list lives in the configuration."
    >
      It is changed there, and nothing can be proposed here. To propose, review
      and merge changes here, set <code>provenance.acceptance.source</code> to{' '}
      <code>database</code> and name the <code>reviewers</code>; what{' '}
      <code>initial</code> says becomes the first version.
    </Notice>
  );
}
