// Strict JSON: what other parsers let pass in silence is refused here, each with its own code.
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { type Json, JsonNumber, parseJson, printJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { Random } from '../../support/core.ts';
import { refusal } from '../../support/mutate.ts';

const code = (text: string | Uint8Array) => refusal(() => parseJson(text));

/** Back to what JSON.parse would give, numbers by their text. */
function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

describe('parseJson reads', () => {
  it.each(['null', 'true', 'false', '0', '-1', '1.5e-7', '""', '[]', '{}', ' [ 1 , {"a" : [ ] } ]\r\n\t'])(
    '%s',
    (text) => {
      expect(plain(parseJson(text))).toEqual(JSON.parse(text));
    },
  );

  it('all escapes and characters beyond the first plane', () => {
    const text = String.raw`"\"\\\/\b\f\n\r\t\u0041\u4e2d\ud83d\ude00"`;
    expect(parseJson(text)).toBe(JSON.parse(text));
    expect(parseJson('"明证😀\u007f\u2028"')).toBe('明证😀\u007f\u2028');
  });

  it('numbers without losing a digit', () => {
    for (const text of [
      '9007199254740990',
      '9007199254740993',
      '9007199254740994',
      '-0',
      '1e3',
      '1E+3',
      '0.10',
      `${2n ** 256n}`,
    ])
      expect((parseJson(text) as JsonNumber).text).toBe(text);
  });

  it('keys that would reach a prototype as keys like any other', () => {
    const value = parseJson('{"__proto__":{"polluted":true},"constructor":1,"toString":2}') as ReadonlyMap<
      string,
      Json
    >;
    expect([...value.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('what JSON.stringify prints of 2,000 random values, as JSON.parse does', () => {
    const random = new Random(1);
    for (let i = 0; i < 2000; i++) {
      const text = JSON.stringify(randomValue(random, 4));
      expect(plain(parseJson(text))).toEqual(JSON.parse(text));
    }
  });
});

function randomValue(random: Random, depth: number): unknown {
  const kind = random.integer(0, depth > 0 ? 6 : 4);
  if (kind === 0) return null;
  if (kind === 1) return random.integer(0, 1) === 1;
  if (kind === 2) return random.integer(-1e9, 1e9) / 2 ** random.integer(0, 20);
  if (kind <= 4) return randomText(random);
  const items = Array.from({ length: random.integer(0, 4) }, () => randomValue(random, depth - 1));
  return kind === 5 ? items : Object.fromEntries(items.map((item, i) => [`${randomText(random)}${i}`, item]));
}

const randomText = (random: Random) =>
  Array.from({ length: random.integer(0, 6) }, () => String.fromCodePoint(random.integer(0, 0xd7ff))).join('');

describe('parseJson refuses', () => {
  it.each([
    ['a key twice', '{"a":1,"a":1}', 'json/duplicate-key'],
    ['a key twice, once escaped', String.raw`{"a":1,"\u0061":2}`, 'json/duplicate-key'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', 'json/duplicate-key'],
    ['a key twice deep inside', '[{"x":{"b":0,"c":0,"b":0}}]', 'json/duplicate-key'],
    ['a high surrogate alone', String.raw`"\ud83d"`, 'json/lone-surrogate'],
    ['a low surrogate alone', String.raw`"\ude00"`, 'json/lone-surrogate'],
    ['surrogates in the wrong order', String.raw`"\ude00\ud83d"`, 'json/lone-surrogate'],
    ['a lone surrogate in a key', String.raw`{"\ud800":1}`, 'json/lone-surrogate'],
    ['a lone surrogate in text that is already UTF-16', '"\ud800"', 'json/lone-surrogate'],
    ['bytes after the value', '{} x', 'json/syntax'],
    ['two values', '1 2', 'json/syntax'],
    ['NUL after the value', '{}\0', 'json/syntax'],
    ['NUL in a string', '"a\0b"', 'json/syntax'],
    ['a control character in a string', '"a\u001fb"', 'json/syntax'],
    ['a byte order mark', '\ufeff{}', 'json/syntax'],
    ['a no-break space', '\u00a0{}', 'json/syntax'],
    ['nothing', '', 'json/syntax'],
    ['white space alone', ' \n', 'json/syntax'],
    ['a leading zero', '01', 'json/syntax'],
    ['a plus', '+1', 'json/syntax'],
    ['a bare minus', '-', 'json/syntax'],
    ['a point at the start', '.5', 'json/syntax'],
    ['a point at the end', '5.', 'json/syntax'],
    ['an exponent without digits', '1e', 'json/syntax'],
    ['hexadecimal', '0x10', 'json/syntax'],
    ['NaN', 'NaN', 'json/syntax'],
    ['Infinity', '-Infinity', 'json/syntax'],
    ['a word with a tail', 'nullx', 'json/syntax'],
    ['single quotes', "{'a':1}", 'json/syntax'],
    ['a key without quotes', '{a:1}', 'json/syntax'],
    ['a comma at the end of an array', '[1,]', 'json/syntax'],
    ['a comma at the end of an object', '{"a":1,}', 'json/syntax'],
    ['a missing colon', '{"a" 1}', 'json/syntax'],
    ['an open array', '[1', 'json/syntax'],
    ['an open object', '{"a":1', 'json/syntax'],
    ['an open string', '"abc', 'json/syntax'],
    ['an unknown escape', String.raw`"\x41"`, 'json/syntax'],
    ['an escape named like a member of Object', String.raw`"\constructor"`, 'json/syntax'],
    ['a short escape', String.raw`"\u12"`, 'json/syntax'],
    ['a comment', '/* */ 1', 'json/syntax'],
  ])('%s', (_, text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it.each([
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a stray continuation byte', [0x22, 0x80, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a code point above 10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['a truncated sequence', [0x22, 0xe4, 0xb8, 0x22]],
  ])('bytes that are not UTF-8: %s', (_, bytes) => {
    expect(code(Uint8Array.from(bytes))).toBe('codec/utf8');
  });

  it('a byte order mark in bytes', () => {
    expect(code(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))).toBe('json/syntax');
  });

  it('every truncation of a document', () => {
    const text = '{"a":[1,"b",{"c":null}],"d":-1.5e3}';
    for (let length = 0; length < text.length; length++) expect(code(text.slice(0, length))).toBe('json/syntax');
  });
});

describe('limits of parseJson', () => {
  const limits = { maxBytes: 100, maxDepth: 3, maxNodes: 10 };
  const limited = (text: string | Uint8Array) => refusal(() => parseJson(text, limits));

  it('hold the size, at the byte', () => {
    expect(limited(`"${'x'.repeat(98)}"`)).toBe('accepted');
    expect(limited(`"${'x'.repeat(99)}"`)).toBe('json/too-large');
    expect(limited(toUtf8(`"${'中'.repeat(33)}"`))).toBe('json/too-large');
  });

  it('hold the depth, at the level', () => {
    expect(limited('[[[1]]]')).toBe('accepted');
    expect(limited('[[[[1]]]]')).toBe('json/too-deep');
    expect(limited('{"a":{"a":{"a":{"a":1}}}}')).toBe('json/too-deep');
  });

  it('refuse a nesting of 1,000,000 at once, without running out of stack', () => {
    const start = performance.now();
    expect(code('['.repeat(1_000_000))).toBe('json/too-deep');
    expect(code('{"a":'.repeat(1_000_000))).toBe('json/too-deep');
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('hold the number of values', () => {
    expect(limited('[1,2,3,4,5,6,7,8,9]')).toBe('accepted');
    expect(limited('[1,2,3,4,5,6,7,8,9,10]')).toBe('json/too-many-values');
  });
});

describe('printJson', () => {
  it('prints whole numbers of any size so that a reader gets every digit back', () => {
    const text = printJson({ a: 2n ** 63n - 1n, b: ['x'] });
    expect(Reader.of(parseJson(text)).int64('a')).toBe(2n ** 63n - 1n);
  });
});
