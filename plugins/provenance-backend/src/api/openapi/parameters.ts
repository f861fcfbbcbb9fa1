import { callersText } from './schemas';

/** A filter may be given up to this many times; more is a mistake or an attempt to make the database work. */
const mostValues = 100;

/** Several values; any of them will do. */
export const filter = (
  name: string,
  description: string,
  values?: readonly string[],
) =>
  ({
    name,
    in: 'query',
    description,
    required: false,
    explode: true,
    // References hold ":" and "/", and people paste them into addresses.
    allowReserved: true,
    style: 'form',
    schema: {
      type: 'array',
      maxItems: mostValues,
      items: values ? { type: 'string', enum: [...values] } : callersText(300),
    },
  } as const);

/** One of a few values. */
export const choice = (
  name: string,
  description: string,
  values: readonly string[],
) => ({
  name,
  in: 'query',
  description,
  required: false,
  schema: { type: 'string', enum: [...values] },
});

/** Which page. */
export const paging = [
  {
    name: 'limit',
    in: 'query',
    description: 'Items on one page, 100 where absent',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 500 },
  },
  {
    name: 'cursor',
    in: 'query',
    description:
      'From `pageInfo.nextCursor` of the page before, with the same filters and the same order',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 2000 },
  },
] as const;
