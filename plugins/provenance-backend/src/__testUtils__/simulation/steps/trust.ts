import type { Step } from './Step';

/** Acme's mirror, which may say anything; what is refused is refused until somebody says that it was meant. */
export const trustSteps: Step[] = [
  {
    name: 'root',
    weight: 2,
    async take({ world, replicas }, chance) {
      const content = chance.pick(['first', 'rotated', 'rotated'] as const);
      world.publishRoot(content);
      await chance.pick(replicas).askForTrust();
      return content;
    },
  },
  {
    name: 'stale-root',
    weight: 1,
    async take({ world, replicas }, chance) {
      world.publishRoot('rotated', true);
      await chance.pick(replicas).askForTrust();
    },
  },
  {
    name: 'mirror',
    weight: 2,
    async take({ world, replicas }, chance) {
      const kind = chance.pick([
        'wrong-bytes',
        'garbage',
        'truncated',
      ] as const);
      const file = chance.pick(['timestamp.json', 'targets/']);
      world.mirror.setFault(file, { kind });
      await chance.pick(replicas).askForTrust();
      world.mirror.clearFault(file);
      return `${file} ${kind}`;
    },
  },
];
