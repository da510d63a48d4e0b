// Which transactions of a chain are records, and how the digest stands in them. The trust pack says it, never a proof file.
// Each family has kinds of rules of its own; where whole transactions are text, the rule here serves.
import { fromHex, fromUtf8 } from '../codec/bytes.ts';
import type { Reader } from '../codec/schema.ts';
import { ensure } from '../core/error.ts';

/** What a family read out of the pack; opaque above it. */
export interface RecordRule {
  readonly kind: string;
}

export type DigestAlgorithm = 'sha256' | 'sm3';

export interface ChainRecord {
  readonly id: string;
  readonly algorithm: DigestAlgorithm;
  readonly digest: Uint8Array;
}

/** `transaction-text`: the whole transaction is this text, e.g. `record/{id}={sha256}`. */
export interface TextRule extends RecordRule {
  readonly kind: 'transaction-text';
  readonly pattern: string;
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  id: '(?<id>[^\\u0000-\\u0020=]{1,200})',
  sha256: '(?<sha256>[0-9a-fA-F]{64})',
};

/** Errors: `trust/record-rule` unless the pattern has exactly one {sha256} and at most one {id}. */
export function readTextRule(reader: Reader): TextRule {
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
export function textRecordIn(rule: TextRule, transaction: Uint8Array): ChainRecord | undefined {
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
