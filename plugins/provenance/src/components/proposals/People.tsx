import { Fragment } from 'react';
import { Owner } from '../acceptance/Owner';

/** Names of people, each with the way to them in the catalog. */
export function People({ refs }: { refs: string[] }) {
  return (
    <>
      {refs.map((ref, i) => (
        <Fragment key={ref}>
          {i > 0 && ', '}
          <Owner entityRef={ref} />
        </Fragment>
      ))}
    </>
  );
}
