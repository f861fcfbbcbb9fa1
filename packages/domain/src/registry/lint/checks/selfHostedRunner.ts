import type { Check, Hit } from '../Check';

export const selfHostedRunner: Check = {
  code: 'self-hosted-runner',
  find: ({ signers }) =>
    signers.flatMap(({ path, subject, known, claims }): Hit[] => {
      const hosted = known?.hazards.hostedRunner;
      return hosted && claims.runnerEnvironment !== hosted
        ? [{ path, value: subject, words: { hosted } }]
        : [];
    }),
};
