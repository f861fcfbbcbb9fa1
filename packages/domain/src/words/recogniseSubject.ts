import {
  knownIssuers,
  recogniseIssuer,
  type KnownIssuer,
  type SignerTemplate,
  type TemplateField,
} from '../registry/issuers';
import type { CertificateSigner } from '../registry/rule';

/** A signer whose subject has the form of one that a template makes. */
export interface RecognisedSubject {
  known: KnownIssuer;
  /** The names of the subject's fields in their order, those that the issuer already says left out. */
  form: string;
  /** What stands in each field; some may hold stars. */
  values: Record<string, string>;
}

/** What the forms cost grows with the text, which may be a stranger's. */
const longestSubject = 500;

/**
 * What a template would have been filled with to make this signer. First to the letter; then also with stars where a
 * template would let in one name, as rules that people write by hand have them.
 *
 * @remarks
 * Only words hang on it. What could be read in two ways is not recognised: `**` in the middle crosses the borders
 * between the fields, and of a subject that is no pattern a star is a character like others.
 */
export function recogniseSubject({
  issuer,
  subject,
  isExact,
}: Pick<CertificateSigner, 'issuer' | 'subject' | 'isExact'>):
  | RecognisedSubject
  | undefined {
  const known = issuerOf(issuer, subject);
  if (!known || subject.length > longestSubject) return undefined;
  const hasStars = subject.includes('*');
  if (isExact && hasStars) return undefined;
  for (const mayHaveStars of hasStars ? [false, true] : [false])
    for (const template of known.templates) {
      const found = matchTemplate(template, { issuer, subject }, mayHaveStars);
      if (found) return { known, ...found };
    }
  return undefined;
}

/** The issuer of a trust domain is any address; only the subject says that it is SPIFFE. */
function issuerOf(issuer: string, subject: string): KnownIssuer | undefined {
  return subject.startsWith('spiffe://')
    ? knownIssuers.find(({ id }) => id === 'spiffe')
    : recogniseIssuer(issuer);
}

function matchTemplate(
  template: SignerTemplate,
  signer: { issuer: string; subject: string },
  mayHaveStars: boolean,
): Omit<RecognisedSubject, 'known'> | undefined {
  const fields = new Map(template.fields.map(field => [field.name, field]));
  const byIssuer = valuesIn(template.issuer, signer.issuer, {}, one =>
    formOf(one, fields, false),
  );
  if (!byIssuer) return undefined;
  const values = valuesIn(template.subject, signer.subject, byIssuer, one =>
    formOf(one, fields, mayHaveStars),
  );
  if (!values || !Object.entries(values).every(isClear)) return undefined;
  const form = namesIn(template.subject).filter(
    one => !Object.hasOwn(byIssuer, one),
  );
  return { form: form.join(' '), values };
}

const place = /\{(\w+)\}/g;

function namesIn(text: string): string[] {
  return [...text.matchAll(place)].map(([, name]) => name);
}

/** Reads a template backwards; a field that is known already stands for its value. */
function valuesIn(
  template: string,
  text: string,
  known: Record<string, string>,
  form: (name: string) => string,
): Record<string, string> | undefined {
  const source = template
    .split(/(\{\w+\})/)
    .map(part => {
      const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
      if (name === undefined) return escaped(part);
      return Object.hasOwn(known, name)
        ? escaped(known[name])
        : `(?<${name}>${form(name)})`;
    })
    .join('');
  const match = new RegExp(`^${source}$`).exec(text);
  return match ? { ...known, ...match.groups } : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

const label = '[A-Za-z0-9._-]*\\*[A-Za-z0-9._*-]*';

/** Where stars are read: never in a host, an address or a trust domain. */
const starred: Record<string, string> = {
  ...{ organisation: label, repository: label, workflow: label },
  ...{ pipeline: label, group: label, project: label },
  ...{ namespace: label, serviceAccount: label },
  file: '[A-Za-z0-9._/-]*\\*[A-Za-z0-9._*/-]*',
  ref: 'refs/[A-Za-z0-9._+/-]*\\*[A-Za-z0-9._+/*-]*',
};

function formOf(
  field: string,
  fields: Map<string, TemplateField>,
  mayHaveStars: boolean,
): string {
  const { form } = fields.get(field)!;
  const stars = mayHaveStars ? starred[field] : undefined;
  return stars === undefined ? `(?:${form})` : `(?:${form})|(?:${stars})`;
}

function isClear([field, value]: [string, string]): boolean {
  const wide = value.indexOf('**');
  return wide === -1 || (field === 'ref' && wide === value.length - 2);
}
