import { recogniseIssuer } from '../registry/issuers';
import { isPersonalDomain } from '../registry/lint/personalDomains';
import { hasStar, ownerOf, subjectForm } from '../registry/lint/subjectForm';

/** Whose source it was that was built, and who says so. */
export interface SourceOwner {
  issuer: string;
  /** `github.com/acme`, of a person's address its domain, and of a mailbox that anybody gets the whole address. */
  owner: string;
}

interface Named {
  issuer: string;
  subject: string;
  claims?: { owner?: string; sourceRepository?: string };
  isExact?: boolean;
}

/**
 * The owner of the source repository: by the certificate's own claims, which name the caller of a reusable workflow, else
 * by the subject. The same of a signer in a rule.
 *
 * @returns undefined where it cannot be told, or where a pattern leaves it open
 */
export function sourceOwner({
  issuer,
  subject,
  claims = {},
  isExact,
}: Named): SourceOwner | undefined {
  const claimed = claims.owner ?? claims.sourceRepository;
  const owner = ownerIn(claimed ?? subject, issuer, claimed === undefined);
  const isOpen =
    owner !== undefined &&
    hasStar(owner) &&
    !(isExact && claimed === undefined);
  return owner === undefined || isOpen ? undefined : { issuer, owner };
}

function ownerIn(
  text: string,
  issuer: string,
  isSubject: boolean,
): string | undefined {
  const form = subjectForm(text);
  if (form.type === 'email')
    return isPersonalDomain(form.domain) ? text : form.domain;
  if (form.type !== 'address') return undefined;
  const segment = isSubject ? recogniseIssuer(issuer)?.ownerSegment : undefined;
  const { owner } = ownerOf(form, segment);
  return owner.length > 0 && owner.every(part => part !== '')
    ? [form.host, ...owner].join('/')
    : undefined;
}

/** Whether a signer of a rule names this owner, and no others beside it. */
export function isSameOwner(signer: Named, source: SourceOwner): boolean {
  const named = sourceOwner(signer);
  return named?.issuer === source.issuer && named.owner === source.owner;
}

/** Registries whose names are those of accounts on a code host: whoever publishes there owns the source of that name. */
const sameAccounts: { registry: string; host: string; issuer: string }[] = [
  { registry: 'ghcr.io', host: 'github.com', issuer: 'github-actions' },
  { registry: 'registry.gitlab.com', host: 'gitlab.com', issuer: 'gitlab' },
];

/** Whether a registry shows that the repository and the source belong to one account. */
export function isSameAccount(
  repository: string | undefined,
  { issuer, owner }: SourceOwner,
): boolean {
  const [registry, account] = (repository ?? '').split('/');
  return sameAccounts.some(
    one =>
      one.registry === registry &&
      account !== undefined &&
      owner === `${one.host}/${account}` &&
      recogniseIssuer(issuer)?.id === one.issuer,
  );
}
