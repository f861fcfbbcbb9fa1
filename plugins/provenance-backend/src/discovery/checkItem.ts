import { ARTIFACT_ITEM_SCHEMA } from '@countersign/backstage-plugin-provenance-common';
import { visibleText } from '@countersign/domain';
import Ajv, { type ErrorObject } from 'ajv';

const validate = new Ajv({ allErrors: false }).compile(ARTIFACT_ITEM_SCHEMA);

/**
 * Half of a surrogate pair. A database keeps something else in its place, so that the usage would differ from what is
 * declared in every pass: rows for ever, and a verdict that never gets past its first look. The schema cannot say it,
 * because without the `u` flag the pattern would refuse whole characters too.
 */
const halfCharacter = /\p{Surrogate}/u;

/**
 * Checks one item against the schema that the common package ships.
 *
 * @returns what is wrong, in words without a full stop, or nothing
 */
export function checkItem(item: unknown): string | undefined {
  if (!validate(item)) return inWords(validate.errors![0]);
  const broken = Object.entries(item as object).find(([, text]) =>
    halfCharacter.test(text),
  );
  return broken && `"${broken[0]}" holds half of a character`;
}

function inWords(error: ErrorObject): string {
  const field = error.instancePath.slice(1);
  const known = Object.keys(ARTIFACT_ITEM_SCHEMA.properties).join(', ');
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = visibleText(String(error.params.additionalProperty), 60);
      return `unknown field "${name}"; known are ${known}`;
    }
    case 'required':
      return `"${error.params.missingProperty}" is missing`;
    case 'enum':
      return `"${field}" is none of ${error.params.allowedValues.join(', ')}`;
    case 'pattern':
      return `"${field}" holds characters that cannot be printed`;
    case 'type':
      return field
        ? `"${field}" must be text`
        : `an item is an object with ${known}`;
    default:
      return `"${field}" ${error.message}`;
  }
}
