// RLP as Ethereum defines it (Yellow Paper appendix B): encoding only, since nothing is read from it; what was hashed is
// rebuilt from fields.
import { concatBytes } from './bytes.ts';

/** Bytes, or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[];

export function encodeRlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) return encodeBytes(item);
  const content = concatBytes(...item.map(encodeRlp));
  return concatBytes(rlpListHead(content.length), content);
}

function encodeBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === 1 && bytes[0]! < 0x80 ? bytes : concatBytes(head(0x80, bytes.length), bytes);
}

/** What stands before a list's items, which have this length together. */
export function rlpListHead(length: number): Uint8Array {
  return head(0xc0, length);
}

function head(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const size = rlpInteger(BigInt(length));
  return concatBytes(Uint8Array.of(base + 55 + size.length), size);
}

/** A number as RLP takes it: big-endian without leading zeros, zero is empty. */
export function rlpInteger(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 255n));
  return Uint8Array.from(bytes);
}

/** Bytes before the content of an item; 0 for a single byte that stands for itself, and for nothing. */
export function rlpHeadLength(item: Uint8Array): number {
  const first = item[0] ?? 0;
  if (first < 0x80) return 0;
  const isLong = (first > 0xb7 && first < 0xc0) || first > 0xf7;
  return isLong ? 1 + (first - (first < 0xc0 ? 0xb7 : 0xf7)) : 1;
}

/** The length that an item's head gives it, with the head: at least 1, and maybe more than is there. */
export function rlpItemLength(item: Uint8Array): number {
  const first = item[0] ?? 0;
  const head = rlpHeadLength(item);
  if (head === 0) return 1;
  if (head === 1) return 1 + first - (first < 0xc0 ? 0x80 : 0xc0);
  return head + item.subarray(1, head).reduce((sum, byte) => sum * 256 + byte, 0);
}
