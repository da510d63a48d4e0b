// A checker for the part of JSON Schema 2020-12 that docs/formats/*.schema.json use. A keyword that it does not know is an
// error of the schema, so that nothing in a schema is silently without effect.

type Schema = Readonly<Record<string, unknown>>;
type Keyword = (wanted: never, value: unknown, root: Schema, schema: Schema, at: string) => string[];

const WORDS_FOR_PEOPLE = new Set(['$schema', '$id', '$defs', 'title', 'description']);

/** What does not fit, each with its path; empty where the value fits. `start` is a reference such as `#/$defs/envelope`. */
export function misfits(root: Schema, value: unknown, start = '#'): string[] {
  return check(resolve(root, start), value, root, '$');
}

function check(schema: Schema, value: unknown, root: Schema, at: string): string[] {
  return Object.entries(schema).flatMap(([name, wanted]) => {
    if (WORDS_FOR_PEOPLE.has(name)) return [];
    const keyword = KEYWORDS[name];
    if (!keyword) throw new Error(`the schema uses ${name}, which this checker does not know`);
    return keyword(wanted as never, value, root, schema, at);
  });
}

function resolve(root: Schema, reference: string): Schema {
  let found: unknown = root;
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) found = (found as Schema)?.[step];
  if (typeof found !== 'object' || found === null) throw new Error(`the schema has no ${reference}`);
  return found as Schema;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

const isObject = (value: unknown): value is Schema => typeOf(value) === 'object';
const unless = (fits: boolean, at: string, why: string): string[] => (fits ? [] : [`${at}: ${why}`]);

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: (reference: string, value, root, _, at) => check(resolve(root, reference), value, root, at),
  type: (types: string | string[], value, _, __, at) =>
    unless([types].flat().includes(typeOf(value)), at, `is ${typeOf(value)}, not ${types}`),
  const: (wanted, value, _, __, at) => unless(value === wanted, at, `is not ${wanted}`),
  enum: (allowed: unknown[], value, _, __, at) => unless(allowed.includes(value), at, `is none of ${allowed}`),
  pattern: (source: string, value, _, __, at) =>
    unless(typeof value !== 'string' || new RegExp(source, 'u').test(value), at, `does not match ${source}`),
  minLength: (min: number, value, _, __, at) =>
    unless(typeof value !== 'string' || value.length >= min, at, 'too short'),
  maxLength: (max: number, value, _, __, at) =>
    unless(typeof value !== 'string' || value.length <= max, at, 'too long'),
  minimum: (min: number, value, _, __, at) => unless(typeof value !== 'number' || value >= min, at, `below ${min}`),
  maximum: (max: number, value, _, __, at) => unless(typeof value !== 'number' || value <= max, at, `above ${max}`),
  minItems: (min: number, value, _, __, at) => unless(!Array.isArray(value) || value.length >= min, at, 'too few'),
  maxItems: (max: number, value, _, __, at) => unless(!Array.isArray(value) || value.length <= max, at, 'too many'),
  items: (items: Schema, value, root, _, at) =>
    Array.isArray(value) ? value.flatMap((item, i) => check(items, item, root, `${at}[${i}]`)) : [],
  required: (names: string[], value, _, __, at) =>
    isObject(value) ? names.flatMap((name) => unless(Object.hasOwn(value, name), at, `has no ${name}`)) : [],
  properties: (members: Readonly<Record<string, Schema>>, value, root, _, at) =>
    isObject(value)
      ? Object.entries(members).flatMap(([name, member]) =>
          Object.hasOwn(value, name) ? check(member, value[name], root, `${at}.${name}`) : [],
        )
      : [],
  additionalProperties: (allowed: boolean, value, _, schema, at) =>
    isObject(value) && !allowed
      ? Object.keys(value).flatMap((name) =>
          unless(Object.hasOwn((schema.properties ?? {}) as Schema, name), `${at}.${name}`, 'is not known'),
        )
      : [],
  anyOf: (choices: Schema[], value, root, _, at) => {
    const found = choices.map((choice) => check(choice, value, root, at));
    return found.some((misfit) => misfit.length === 0) ? [] : [`${at}: fits none (${found.flat().join('; ')})`];
  },
};
