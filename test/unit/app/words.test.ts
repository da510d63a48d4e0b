// The words: the same keys and places in all languages, and a sentence for every code that the program can throw.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { words as firstEn } from '../../../src/app/words/en/first.ts';
import { words as en } from '../../../src/app/words/en/index.ts';
import { words as firstTh } from '../../../src/app/words/th/first.ts';
import { words as th } from '../../../src/app/words/th/index.ts';
import { words as firstZh } from '../../../src/app/words/zh-CN/first.ts';
import { words as zh } from '../../../src/app/words/zh-CN/index.ts';
import { CHECK_IDS } from '../../../src/record/verdict.ts';

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { 'zh-CN': zh, en, th };
const src = join(import.meta.dirname, '../../../src');

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const sources = sourcesBelow(src).map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Every code given to an error or to `ensure`, the last string before its values or its end. */
function codesIn(text: string): string[] {
  const made = [...text.matchAll(/new MingzhengError\(\s*'([^']+)'/g)].map((match) => match[1]!);
  const ensured = [...text.matchAll(/ensure\((?:(?!ensure\()[\s\S])*?,\s*'([a-z0-9-]+\/[a-z0-9/-]+)'/g)].map(
    (match) => match[1]!,
  );
  return [...made, ...ensured];
}

/** Codes that a source names as data: `code: 'verdict/…'`. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/\bcode: '([a-z0-9-]+\/[a-z0-9/-]+)'/g)].map((match) => match[1]!);
}

/** Keys of words that a verdict may hold, wherever they stand as a whole literal. */
function verdictKeysIn(text: string): string[] {
  return [...text.matchAll(/'((?:finding|limit|fact|verdict)\/[a-z0-9-]+)'/g)].map((match) => match[1]!);
}

function places(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)/g)].map((match) => match[1]!))].sort();
}

describe('words', () => {
  it('finds the codes that it looks for', () => {
    const codes = sources.flatMap(({ text }) => codesIn(text));
    expect(codes).toContain('json/syntax');
    expect(codes).toContain('codec/hex');
    expect(codes).toContain('internal/unexpected');
  });

  for (const [tag, table] of Object.entries(languages)) {
    it(`${tag} has every key of Chinese and no other`, () => {
      expect(Object.keys(table).sort()).toEqual(Object.keys(zh).sort());
    });

    it(`${tag} has the same places in every sentence`, () => {
      for (const [key, template] of Object.entries(zh)) expect(places(table[key] ?? ''), key).toEqual(places(template));
    });

    it(`${tag} has no empty word and no stray blank`, () => {
      for (const [key, template] of Object.entries(table)) {
        if (!/^list\/|between/.test(key)) expect(template.trim(), key).not.toBe('');
        expect(template, key).not.toMatch(/ \n|\n | {2}/);
      }
    });

    it(`${tag} has a sentence for every code of an error`, () => {
      const missing = sources.flatMap(({ text }) => codesIn(text)).filter((code) => !Object.hasOwn(table, code));
      expect([...new Set(missing)].sort()).toEqual([]);
    });

    it(`${tag} has words for every code that is named as data`, () => {
      const missing = sources.flatMap(({ text }) => namedIn(text)).filter((code) => !Object.hasOwn(table, code));
      expect([...new Set(missing)].sort()).toEqual([]);
    });

    it(`${tag} has words for all that a verdict may hold`, () => {
      const missing = sources.flatMap(({ text }) => verdictKeysIn(text)).filter((key) => !Object.hasOwn(table, key));
      expect([...new Set(missing)].sort()).toEqual([]);
    });

    it(`${tag} names every check`, () => {
      for (const id of CHECK_IDS) expect(table[`check/${id}`], id).toBeTruthy();
    });
  }

  it('has nothing of a chain family on the first page', () => {
    const keys = [firstEn, firstTh, firstZh].flatMap((words) => Object.keys(words));
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => /^(cometbft|fisco|field|limit)\//.test(key))).toEqual([]);
  });

  it('calls a record consistent, never true or genuine', () => {
    const outcomes = Object.keys(en).filter((key) => key.startsWith('outcome/') || key.startsWith('verdict/'));
    for (const key of outcomes) {
      expect(languages.en![key], key).not.toMatch(/\b(true|genuine|authentic)\b/i);
      expect(languages['zh-CN']![key], key).not.toMatch(/真实|真品|正品/);
    }
  });

  it('speaks of no coins, wallets or prices', () => {
    for (const [key, text] of Object.entries(en))
      expect(text, key).not.toMatch(/\b(coins?|wallets?|prices?|tokens?|gas)\b/i);
    for (const [key, text] of Object.entries(zh)) expect(text, key).not.toMatch(/代币|钱包|价格|挖矿/);
  });
});
