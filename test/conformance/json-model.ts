// JSON documents as test data changes them: RFC 6902 operations, and printing with every number as it stood in the text.
import { type Json, JsonNumber, type JsonObject } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';

export function printModel(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(printModel).join(',')}]`;
  if (value instanceof Map) {
    const members = [...(value as JsonObject)].map(([key, item]) => `${JSON.stringify(key)}:${printModel(item)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** An object out of parts, for replies that the runner puts together. */
export function model(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return new Map(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

const unescapeStep = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** Applies one operation (replace, add, remove) and gives a changed copy. */
export function applyOperation(document: Json, operation: Reader): Json {
  const steps = operation.string('path', 10_000).split('/').slice(1).map(unescapeStep);
  const value = operation.object.get('value') ?? null;
  return change(document, steps, operation.string('op'), value);
}

function change(node: Json, steps: readonly string[], op: string, value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(node)) return changeArray(node, step, rest, op, value);
  if (!(node instanceof Map)) throw new Error(`no such place: ${step}`);
  const copy = new Map(node as JsonObject);
  if (rest.length > 0) return copy.set(step, change(copy.get(step) ?? null, rest, op, value));
  if (op === 'remove') copy.delete(step);
  else copy.set(step, value);
  return copy;
}

function changeArray(node: readonly Json[], step: string, rest: readonly string[], op: string, value: Json): Json {
  const index = step === '-' ? node.length : Number(step);
  if (!Number.isInteger(index) || index > node.length) throw new Error(`no such place: ${step}`);
  if (rest.length > 0) return node.with(index, change(node[index]!, rest, op, value));
  if (op === 'replace') return node.with(index, value);
  return op === 'remove' ? node.toSpliced(index, 1) : node.toSpliced(index, 0, value);
}

/** Every object in a document that passes the test, outermost first. */
export function* objectsIn(value: Json | undefined, test: (object: JsonObject) => boolean): Generator<Reader> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item, test);
  if (!(value instanceof Map)) return;
  const object = value as JsonObject;
  if (test(object)) yield Reader.of(object);
  for (const item of object.values()) yield* objectsIn(item, test);
}

/** Two documents with the same content; the order of members does not matter, nor do the members left out. */
export function comparable(value: unknown, leaveOut: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, leaveOut));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !leaveOut.includes(key));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, comparable(v, leaveOut)]));
}
