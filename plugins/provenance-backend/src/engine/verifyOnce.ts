import type { Evidence } from '@countersign/domain';
import type { Verification } from './Verification';

/**
 * The same verification, asked once where several ask the same: looks at one digest that are under way at the same time,
 * and the usages that share a look.
 *
 * @param keep - for as long as the result lives; otherwise an answer is given to those alone who asked before it came
 */
export function verifyOnce(
  verification: Verification,
  { keep }: { keep: boolean },
): Verification {
  const asked = new Map<string, Promise<Evidence>>();
  return {
    revision: verification.revision,
    verify(material, context) {
      const { subject, authority } = context;
      const key = `${subject} ${material.digest} ${authority.digest} ${authority.name}`;
      const known = asked.get(key);
      if (known) return known;
      const evidence = verification.verify(material, context);
      asked.set(key, evidence);
      const forget = () => asked.delete(key);
      evidence.then(() => keep || forget(), forget);
      return evidence;
    },
    close: () => verification.close(),
  };
}
