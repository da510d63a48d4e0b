// Which transactions of a chain are records, and how the digest stands in them. The trust pack says it, never a proof file.
import { fromHex, fromUtf8 } from '../codec/bytes.ts';
import type { Reader } from '../codec/schema.ts';
import { ensure } from '../core/error.ts';

/** `transaction-text`: the whole transaction is this text, e.g. `record/{id}={sha256}`. */
export interface RecordRule {
  readonly kind: 'transaction-text';
  readonly pattern: string;
}

export interface ChainRecord {
  readonly id: string;
  readonly algorithm: 'sha256';
  readonly digest: Uint8Array;
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  id: '(?<id>[^\\u0000-\\u0020=]{1,200})',
  sha256: '(?<sha256>[0-9a-fA-F]{64})',
};

/** Errors: `trust/record-rule` unless the pattern has exactly one {sha256} and at most one {id}. */
export function readRecordRule(reader: Reader): RecordRule {
  reader.only('kind', 'pattern');
  const kind = reader.string('kind', 40);
  const pattern = reader.string('pattern', 200);
  const names = [...pattern.matchAll(/\{(\w*)\}/g)].map((match) => match[1]!);
  const count = (name: string) => names.filter((found) => found === name).length;
  const isKnown = names.every((name) => name === 'id' || name === 'sha256');
  ensure(kind === 'transaction-text' && isKnown && count('sha256') === 1 && count('id') <= 1, 'trust/record-rule', {
    pattern,
  });
  return { kind, pattern };
}

/** The record in a transaction, or undefined where the transaction is none. */
export function recordIn(rule: RecordRule, transaction: Uint8Array): ChainRecord | undefined {
  const parts = rule.pattern.split(/\{(\w+)\}/);
  const source = parts.map((part, i) => (i % 2 === 1 ? PLACEHOLDERS[part]! : escapeRegExp(part))).join('');
  let text: string;
  try {
    text = fromUtf8(transaction);
  } catch {
    return undefined; // not text at all
  }
  const groups = new RegExp(`^${source}$`, 'u').exec(text)?.groups;
  return groups && { id: groups.id ?? '', algorithm: 'sha256', digest: fromHex(groups.sha256!) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
