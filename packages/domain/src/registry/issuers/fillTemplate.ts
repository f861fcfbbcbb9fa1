import type { SignerClaims } from '../../records/signer';
import { visibleText } from '../../text/visibleText';
import type {
  SignerPattern,
  SignerTemplate,
  TemplateField,
} from './SignerTemplate';

/**
 * Why a field was not taken.
 *
 * @public
 */
export interface FieldProblem {
  field: string;
  problem: string;
}

/**
 * A signer, or what is wrong with each field.
 *
 * @public
 */
export type FilledTemplate =
  | { signer: SignerPattern; problems?: undefined }
  | { signer?: undefined; problems: FieldProblem[] };

const longestValue = 255;

/**
 * Makes a signer of what a person filled in. A star, or anything else that could mean more than one signer, comes in
 * only where the field's form has a place for it: the pattern that comes out is one that nobody has to check again.
 *
 * @public
 */
export function fillTemplate(
  template: SignerTemplate,
  values: Record<string, string | undefined>,
): FilledTemplate {
  const given = new Map(
    Object.entries(values).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && entry[1] !== '',
    ),
  );
  const problems = [
    ...template.fields.flatMap(field => problemOf(field, given)),
    ...unknownFields(template, given),
  ];
  if (problems.length > 0) return { problems };
  const claims = filledClaims(template.claims ?? {}, given);
  return {
    signer: {
      authority: filled('{authority}', given),
      issuer: filled(template.issuer, given),
      subject: filled(template.subject, given),
      ...(Object.keys(claims).length > 0 && { claims }),
    },
  };
}

function problemOf(
  { name, form, words, isOptional }: TemplateField,
  given: Map<string, string>,
): FieldProblem[] {
  const value = given.get(name);
  if (value === undefined)
    return isOptional ? [] : [{ field: name, problem: 'is missing' }];
  // Length first: what the form costs is bounded by it.
  const fits =
    typeof value === 'string' &&
    value.length <= longestValue &&
    new RegExp(`^(?:${form})$`).test(value) &&
    !value.includes('..');
  if (fits) return [];
  const shown = visibleText(String(value), 80);
  return [{ field: name, problem: `"${shown}" is not ${words}` }];
}

function unknownFields(
  { fields }: SignerTemplate,
  given: Map<string, string>,
): FieldProblem[] {
  const known = fields.map(field => field.name);
  return [...given.keys()]
    .filter(name => !known.includes(name))
    .map(field => ({ field, problem: 'is no field of this template' }));
}

const place = /\{(\w+)\}/g;

function filled(text: string, given: Map<string, string>): string {
  return text.replace(place, (_, name: string) => given.get(name)!);
}

/** A claim about something that was left out is left out. */
function filledClaims(
  claims: SignerClaims,
  given: Map<string, string>,
): SignerClaims {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, text]) =>
        [...text.matchAll(place)].every(([, name]) => given.has(name)),
      )
      .map(([claim, text]) => [claim, filled(text, given)]),
  );
}
