import { isFields, type Fields } from './fields';

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isBoolean: Check = value => typeof value === 'boolean';
const isNumber: Check = value => typeof value === 'number';
const listed =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check);
const isTexts = listed(isText);
const isTextOrTexts: Check = value => isText(value) || isTexts(value);
const isMap =
  (check: Check): Check =>
  value =>
    isFields(value) && Object.values(value).every(check);
const shaped =
  (checks: Record<string, Check>): Check =>
  value =>
    isFields(value) && misshapen(value, checks) === undefined;

const signers = listed(
  shaped({
    key: isText,
    authority: isText,
    issuer: isText,
    subject: isText,
    claims: isMap(isText),
  }),
);

const rule: Record<string, Check> = {
  name: isText,
  references: isTexts,
  environments: isTexts,
  kinds: isTexts,
  entities: listed(
    shaped({
      kind: isTextOrTexts,
      type: isTextOrTexts,
      owner: isTextOrTexts,
      system: isTextOrTexts,
      lifecycle: isTextOrTexts,
      labels: isMap(isTextOrTexts),
    }),
  ),
  mode: isText,
  modes: isMap(isText),
  signers,
  requirements: listed(
    shaped({
      type: isText,
      signers,
      mode: isText,
      modes: isMap(isText),
      maximumAge: isMap(isNumber),
      log: isBoolean,
      matchReference: isBoolean,
      minimumLevel: isNumber,
      builders: isTexts,
      maximum: isMap(isNumber),
      verifiers: isTexts,
      levels: isTexts,
    }),
  ),
  owner: isText,
  rationale: isText,
  runbook: isText,
};

const entry: Record<string, Check> = {
  identity: isMap(isText),
  key: isText,
  workflow: isText,
  digest: isText,
  authority: isText,
  log: isText,
  from: isText,
  reason: isText,
  runbook: isText,
};

/**
 * The field that no form can show, since something else stands there than belongs there: a form that showed it empty
 * would throw it away with the next letter. A field that nobody knows is no such: it is carried along.
 */
export function unshowableInRule(fields: Fields): string | undefined {
  return misshapen(fields, rule);
}

export function unshowableInEntry(fields: Fields): string | undefined {
  return misshapen(fields, entry);
}

function misshapen(
  fields: Fields,
  checks: Record<string, Check>,
): string | undefined {
  return Object.keys(fields).find(
    name => Object.hasOwn(checks, name) && !checks[name](fields[name]),
  );
}
