import { companySteps } from './company';
import { contentSteps } from './content';
import { faultSteps } from './faults';
import { keepingSteps } from './keeping';
import { processSteps } from './processes';
import { timeSteps } from './time';
import { trustSteps } from './trust';

/** Everything that can happen. */
export const steps = [
  ...timeSteps,
  ...contentSteps,
  ...faultSteps,
  ...companySteps,
  ...trustSteps,
  ...processSteps,
  ...keepingSteps,
];
