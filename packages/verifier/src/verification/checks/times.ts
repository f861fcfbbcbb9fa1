import { EvidenceFailure } from '../../EvidenceFailure';
import { verificationLimits } from '../../limits';

/** A proven time in the future fails (S7.2): whoever stamped it had no clock that could be believed. */
export function failureOfTimes(
  times: Date[],
  now: Date,
): EvidenceFailure | undefined {
  const latest = now.getTime() + verificationLimits.clockSkewMs;
  const ahead = times.find(time => !(time.getTime() <= latest));
  return (
    ahead &&
    new EvidenceFailure(
      'validity',
      'time-unproven',
      `the signature says it was made in the future, at ${ahead.toISOString()}`,
    )
  );
}
