// RLP read strictly (Yellow Paper, appendix B): so that what an SDK wrote can be held against fields. The shipped code only
// writes RLP.
import type { RlpItem } from '../../src/codec/rlp.ts';

/** One item and nothing behind it. Throws for anything that is not the shortest form. */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = readItem(bytes, 0);
  if (end !== bytes.length) throw new Error('RLP: bytes left over');
  return item;
}

function readItem(bytes: Uint8Array, at: number): { item: RlpItem; end: number } {
  const first = bytes[at];
  if (first === undefined) throw new Error('RLP: cut off');
  if (first < 0x80) return { item: bytes.slice(at, at + 1), end: at + 1 };
  const isList = first >= 0xc0;
  const { start, length } = readLength(bytes, at, first - (isList ? 0xc0 : 0x80));
  const end = start + length;
  if (end > bytes.length) throw new Error('RLP: cut off');
  if (!isList) return { item: readText(bytes.slice(start, end)), end };
  return { item: readList(bytes.subarray(0, end), start), end };
}

function readText(content: Uint8Array): Uint8Array {
  if (content.length === 1 && content[0]! < 0x80) throw new Error('RLP: a byte with a head that it does not need');
  return content;
}

function readList(bytes: Uint8Array, start: number): RlpItem[] {
  const items: RlpItem[] = [];
  for (let at = start; at < bytes.length; ) {
    const { item, end } = readItem(bytes, at);
    items.push(item);
    at = end;
  }
  return items;
}

function readLength(bytes: Uint8Array, at: number, code: number): { start: number; length: number } {
  if (code < 56) return { start: at + 1, length: code };
  const size = code - 55;
  const digits = bytes.subarray(at + 1, at + 1 + size);
  const length = digits.reduce((sum, byte) => sum * 256 + byte, 0);
  if (digits[0] === 0 || length < 56) throw new Error('RLP: a length in a longer form');
  return { start: at + 1 + size, length };
}
