import type { KnownIssuer } from './KnownIssuer';
import { github } from './known/github';
import { gitlab } from './known/gitlab';
import { people } from './known/people';
import { pipelines } from './known/pipelines';
import { workloads } from './known/workloads';

/**
 * The issuers that are known, in the order in which a person is offered them. A rule may name any other.
 *
 * @public
 */
export const knownIssuers: readonly KnownIssuer[] = [
  ...github,
  ...gitlab,
  ...pipelines,
  ...people,
  ...workloads,
];

/** A label has no dot or slash, and nothing that ends a host in an address: `https://evil.example?.azure.com/` is no AKS. */
const labelForm = '[A-Za-z0-9_-]+';
const hostForm = '[a-z0-9-]+(?:\\.[a-z0-9-]+)*(?::[0-9]{1,5})?';

function formOf(issuer: string): RegExp {
  const source = issuer
    .split(/(\{\w+\})/)
    .map(part => {
      if (part === '{host}') return hostForm;
      return part.startsWith('{')
        ? labelForm
        : part.replace(/[.?+*()[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

const forms = knownIssuers.flatMap(known =>
  known.issuers.map(issuer => ({ known, form: formOf(issuer) })),
);

/**
 * Whose address this is. Only knowledge about hazards and templates hangs on it: what a rule accepts is the issuer to
 * the letter.
 *
 * @public
 */
export function recogniseIssuer(issuer: string): KnownIssuer | undefined {
  if (issuer.length > 500) return undefined;
  return forms.find(({ form }) => form.test(issuer))?.known;
}
