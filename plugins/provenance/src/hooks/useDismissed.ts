import { useCallback, useEffect, useMemo, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/core-plugin-api';

/**
 * Something that a person does not want to see any more, kept for that person.
 *
 * @returns undefined until it is known
 */
export function useDismissed(
  key: string,
): [boolean | undefined, (dismissed: boolean) => void] {
  const api = useApi(storageApiRef);
  const storage = useMemo(() => api.forBucket('provenance'), [api]);
  const [dismissed, setDismissed] = useState(() =>
    known(storage.snapshot<boolean>(key)),
  );
  useEffect(() => {
    const subscription = storage
      .observe$<boolean>(key)
      .subscribe(value => setDismissed(known(value)));
    return () => subscription.unsubscribe();
  }, [storage, key]);
  const dismiss = useCallback(
    (value: boolean) => {
      setDismissed(value);
      // What cannot be kept holds until the page is loaded again.
      storage.set(key, value).catch(() => undefined);
    },
    [storage, key],
  );
  return [dismissed, dismiss];
}

function known(snapshot: { presence: string; value?: boolean }) {
  return snapshot.presence === 'unknown' ? undefined : snapshot.value === true;
}
