import { firstLine } from '../json';
import { workerTag, type WorkerMessage } from './protocol';
import { serve } from './serve';

/**
 * This module is the entry of its own process. Its own name is the only path to it that is right as TypeScript source,
 * in the built package and in the packed one.
 */
export const workerFile = __filename;

if (process.send && process.argv[2] === workerTag) listen();

function listen() {
  // Parsers here throw and catch while they guess; nobody ever reads the stacks.
  Error.stackTraceLimit = 0;
  const answer = serve();
  const send = (message: WorkerMessage) => process.send?.(message);
  process.on('message', (request: Parameters<typeof answer>[0]) => {
    try {
      send({ type: 'evidence', evidence: answer(request) });
    } catch (error) {
      send({ type: 'fault', message: firstLine(error) });
    }
  });
  // Nobody is left to work for.
  process.on('disconnect', () => process.exit());
  send({ type: 'ready' });
}
