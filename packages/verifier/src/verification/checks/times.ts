import { EvidenceFailure } from '../../EvidenceFailure';
import { verificationLimits } from '../../limits';

/** A proven time in the future fails (S7.2): whoever stamped it had no clock that could be believed. */
export function checkTimes(times: Date[], now: Date) {
  const latest = now.getTime() + verificationLimits.clockSkewMs;
  const ahead = times.find(time => !(time.getTime() <= latest));
  if (ahead)
    throw new EvidenceFailure(
      'validity',
      'time-unproven',
      `the signature says it was made in the future, at ${ahead.toISOString()}`,
    );
}
