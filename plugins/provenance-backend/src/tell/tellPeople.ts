import type { LifecycleService } from '@backstage/backend-plugin-api';
import { startTelling } from './startTelling';
import type { TellContext } from './TellContext';

/** Tells people what happens, from the start of the process to its end. */
export function tellPeople(
  context: TellContext & { lifecycle: LifecycleService },
): void {
  const { lifecycle } = context;
  let telling: ReturnType<typeof startTelling> | undefined;
  lifecycle.addStartupHook(() => {
    telling = startTelling(context);
  });
  lifecycle.addShutdownHook(() => telling?.stop());
}
