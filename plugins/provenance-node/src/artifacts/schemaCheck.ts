import { visibleText } from '@countersign/domain';
import Ajv, { type ErrorObject } from 'ajv';

/**
 * Half of a surrogate pair. A database keeps something else in its place, so that the usage would differ from what is
 * declared in every pass: rows for ever, and a verdict that never gets past its first look. The schema cannot say it,
 * because without the `u` flag the pattern would refuse whole characters too.
 */
const halfCharacter = /\p{Surrogate}/u;

const typesInWords: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  integer: 'a whole number',
};

/**
 * Makes a check of something that a stranger wrote.
 *
 * @param schema - JSON schema (draft-07) of an object
 * @param what - what one is called in words
 * @returns a function that says what is wrong, in words without a full stop, or nothing
 * @public
 */
export function schemaCheck(
  schema: { properties: object },
  what: string,
): (value: unknown) => string | undefined {
  const validate = new Ajv({ allErrors: false }).compile(schema);
  const known = Object.keys(schema.properties).join(', ');
  return value => {
    if (!validate(value)) return inWords(validate.errors![0], known, what);
    const broken = Object.entries(value as object).find(
      ([, text]) => typeof text === 'string' && halfCharacter.test(text),
    );
    return broken && `"${broken[0]}" holds half of a character`;
  };
}

function inWords(error: ErrorObject, known: string, what: string): string {
  const field = error.instancePath.slice(1);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = visibleText(String(error.params.additionalProperty), 60);
      const all = field ? '' : `; known are ${known}`;
      return `unknown field "${name}"${all}`;
    }
    case 'required':
      return `"${error.params.missingProperty}" is missing`;
    case 'enum':
      return `"${field}" is none of ${error.params.allowedValues.join(', ')}`;
    case 'pattern':
      return `"${field}" holds characters that cannot be printed`;
    case 'type':
      return field
        ? `"${field}" must be ${typesInWords[error.params.type]}`
        : `${what} is an object with ${known}`;
    default:
      return `"${field}" ${error.message}`;
  }
}
