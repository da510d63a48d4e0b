// Strict JSON (RFC 8259). Objects become Maps, so that no key can reach a prototype; numbers stay text, so that none
// loses digits; duplicate keys, lone surrogates, trailing bytes, deep nesting and oversized input are refused.

import { MingzhengError } from '../core/error.ts';
import { fromUtf8 } from './bytes.ts';

export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** A number as it stood in the text. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxNodes: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = { maxBytes: 32 << 20, maxDepth: 32, maxNodes: 2_000_000 };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Parses bytes or text. Errors: `json/too-large`, `json/syntax` (with offset), `json/duplicate-key`, `json/too-deep`,
 * `json/too-many-values`, `json/lone-surrogate`, `codec/utf8`.
 */
export function parseJson(input: Uint8Array | string, limits: JsonLimits = DEFAULT_JSON_LIMITS): Json {
  const size = input.length;
  if (size > limits.maxBytes) throw new MingzhengError('json/too-large', { size, limit: limits.maxBytes });
  return new Parser(typeof input === 'string' ? input : fromUtf8(input), limits).document();
}

class Parser {
  #at = 0;
  #nodes = 0;
  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  document(): Json {
    const value = this.#value(0);
    this.#match(SPACE);
    if (this.#at !== this.text.length) this.#fail();
    return value;
  }

  #value(depth: number): Json {
    if (depth > this.limits.maxDepth) throw new MingzhengError('json/too-deep', { limit: this.limits.maxDepth });
    if (++this.#nodes > this.limits.maxNodes)
      throw new MingzhengError('json/too-many-values', { limit: this.limits.maxNodes });
    this.#match(SPACE);
    switch (this.text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): JsonObject {
    const out = new Map<string, Json>();
    this.#at++;
    if (this.#take('}')) return out;
    do {
      this.#match(SPACE);
      if (this.text[this.#at] !== '"') this.#fail();
      const key = this.#string();
      if (out.has(key)) throw new MingzhengError('json/duplicate-key', { key: key.slice(0, 60) });
      if (!this.#take(':')) this.#fail();
      out.set(key, this.#value(depth + 1));
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
    return out;
  }

  #array(depth: number): Json[] {
    const out: Json[] = [];
    this.#at++;
    if (this.#take(']')) return out;
    do out.push(this.#value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) this.#fail();
    return out;
  }

  #string(): string {
    this.#at++;
    let out = '';
    for (;;) {
      out += this.#match(PLAIN);
      const char = this.text[this.#at++];
      if (char === '"') break;
      if (char !== '\\') this.#fail();
      out += this.#escape();
    }
    if (/\p{Surrogate}/u.test(out)) throw new MingzhengError('json/lone-surrogate', { offset: this.#at });
    return out;
  }

  #escape(): string {
    const char = this.text[this.#at++] ?? '';
    if (char !== 'u') return ESCAPES[char] ?? this.#fail();
    const hex = this.text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail();
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #scalar(): Json {
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const number = this.#match(NUMBER);
    return number === '' ? this.#fail() : new JsonNumber(number);
  }

  #take(char: string): boolean {
    this.#match(SPACE);
    if (this.text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #fail(): never {
    throw new MingzhengError('json/syntax', { offset: this.#at });
  }
}

/** JSON text with object keys in the order given and bigint as text of digits; the inverse of reading by schema. */
export function printJson(value: unknown, indent = ''): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item), indent);
}
