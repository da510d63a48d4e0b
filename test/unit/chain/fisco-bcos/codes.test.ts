// Every code of this family stands in a test of this folder as what something is refused with.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const OWN = 'codes.test.ts';
const family = join(import.meta.dirname, '../../../../src/chain/fisco-bcos');
const CODE = /'(fisco\/[a-z0-9-]+)'/g;

function codesIn(folder: string, isRead: (name: string) => boolean): Set<string> {
  const texts = readdirSync(folder)
    .filter(isRead)
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(CODE)].map(([, code]) => code!)));
}

const thrown = codesIn(family, (name) => name.endsWith('.ts'));
const expected = codesIn(import.meta.dirname, (name) => name.endsWith('.test.ts') && name !== OWN);

it('there are codes at all', () => {
  expect(thrown.size).toBeGreaterThan(70);
});

it('every code of the family has a test that expects it', () => {
  expect([...thrown].filter((code) => !expected.has(code)).sort()).toEqual([]);
});

it('no test expects a code that the family does not have', () => {
  expect([...expected].filter((code) => !thrown.has(code)).sort()).toEqual([]);
});
