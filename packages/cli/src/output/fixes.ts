import type { ReasonCode } from '@countersign/domain';

/**
 * What to do about a reason, where the portal's advice would be wrong: nobody looks again by himself here, there are no
 * operators, and what may be contacted is typed.
 */
export const fixes: Partial<Record<ReasonCode, string>> = {
  'artifact-not-found':
    'Correct the reference or the path. With --bundle it is a file of this machine or behind a web address, not an image.',
  'host-not-allowed':
    'Correct the reference, or name the host with --allow-host if it may be contacted. Without encryption only this machine is asked.',
  'access-denied':
    'Sign in with “docker login” as somebody who may read it, and run it again.',
  'registry-unreachable':
    'Correct the host if it is misspelt; else run it again when it answers.',
  'rate-limited':
    'Run it again later. Signing in to the registry raises most limits.',
  'kind-mismatch':
    'Correct --kind or the reference. Without --kind it is taken for what its bytes are.',
  'limit-exceeded':
    'Remove what does not belong there. The limits of the command line are fixed.',
};
