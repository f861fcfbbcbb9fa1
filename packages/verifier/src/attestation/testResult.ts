import type { TestStatement } from '@countersign/domain';
import { malformed, optionalList, requiredList, requiredText } from './fields';

const results = new Map([
  ['PASSED', 'passed'],
  ['WARNED', 'warned'],
  ['FAILED', 'failed'],
] as const);

/** @remarks Source: in-toto attestation framework, Test Result v0.1. */
export function readTestResult(predicate: unknown): TestStatement {
  const word = requiredText(predicate, 'result');
  const result = results.get(word as 'PASSED');
  if (!result) throw malformed(`${word} is no result of a test`);
  requiredList(predicate, 'configuration');
  const test = {
    result,
    passed: optionalList(predicate, 'passedTests').length,
    warned: optionalList(predicate, 'warnedTests').length,
    failed: optionalList(predicate, 'failedTests').length,
  };
  // Two readers of one statement must not read two results.
  if (result !== 'failed' && test.failed > 0)
    throw malformed(`the result is ${word} and ${test.failed} tests failed`);
  return { role: 'test', test };
}
