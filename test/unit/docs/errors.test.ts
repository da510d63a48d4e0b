// docs/formats/errors.md against the source: every code is in the table, the table names no other, and its rooms and its
// word on who is to blame are those of the code.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBenign } from '../../../src/client/fault.ts';
import { MingzhengError } from '../../../src/core/error.ts';

const root = join(import.meta.dirname, '../../..');
const KINDS =
  'internal|core|json|codec|proof|chain|cometbft|fisco|archive|client|source|record|trust|store|worker|crypto|exchange';
/** A code stands in the source as a whole literal; words of the pages have keys of the same form and are left out. */
const CODE = new RegExp(`'((?:${KINDS})/[a-z0-9-]+)'`, 'g');

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const roomsByCode = new Map<string, Set<string>>();
for (const path of sourcesBelow(join(root, 'src'))) {
  const room = relative(join(root, 'src'), path).split('/')[0]!;
  if (room === 'app') continue;
  for (const [, code] of readFileSync(path, 'utf8').matchAll(CODE))
    roomsByCode.set(code!, (roomsByCode.get(code!) ?? new Set()).add(room));
}

interface Row {
  readonly code: string;
  readonly rooms: readonly string[];
  readonly meaning: string;
  readonly benign: string;
}

const rows: Row[] = readFileSync(join(root, 'docs/formats/errors.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const match = /^\| `([a-z]+\/[a-z0-9-]+)` \| ([a-z, ]+) \| (.+) \| (yes|no|–) \|$/.exec(line);
    return match ? [{ code: match[1]!, rooms: match[2]!.split(', '), meaning: match[3]!, benign: match[4]! }] : [];
  });

describe('docs/formats/errors.md', () => {
  it('has every code of the source once, in order within its table, and no other', () => {
    const listed = rows.map(({ code }) => code);
    expect([...listed].sort()).toEqual([...roomsByCode.keys()].sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('names rooms in which the code stands', () => {
    for (const { code, rooms } of rows)
      for (const room of rooms) expect([...roomsByCode.get(code)!], code).toContain(room);
  });

  it('says benign of those codes that isBenign forgives, and of no other', () => {
    for (const { code, benign } of rows) expect(benign === 'yes', code).toBe(isBenign(new MingzhengError(code)));
  });

  it('says something about each', () => {
    for (const { code, meaning } of rows) expect(meaning.length, code).toBeGreaterThan(15);
  });
});
