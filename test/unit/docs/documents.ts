// What the tests of the formats' pages share: the schemas, and ways to change a document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// biome-ignore lint/suspicious/noExplicitAny: documents are changed at any depth
export type Document = Record<string, any>;
export type Change = readonly [name: string, change: (document: Document) => void];

export const root = join(import.meta.dirname, '../../..');
export const parse = (path: string): Document => JSON.parse(readFileSync(path, 'utf8'));
export const schemaOf = (name: string): Document => parse(join(root, `docs/formats/${name}.schema.json`));

/** A copy with one thing changed. */
export function changed(document: Document, change: (document: Document) => void): Document {
  const copy = structuredClone(document);
  change(copy);
  return copy;
}
