// The packing of many small trees into one array (see PackedTrees), written once and read by every core.

import type { PackedTrees } from './core.ts';
import { MingzhengError } from './error.ts';

const MAX_LEAF = 65_535;

/** Writes trees of equal leaf count; a leaf equal to that of the tree before costs one byte. */
export class PackingWriter {
  #parts: number[] = [];
  #previous: readonly Uint8Array[] = [];
  #trees = 0;

  add(leaves: readonly Uint8Array[]): void {
    leaves.forEach((leaf, i) => {
      this.#leaf(leaf, this.#previous[i]);
    });
    this.#previous = leaves;
    this.#trees++;
  }

  #leaf(leaf: Uint8Array, before: Uint8Array | undefined): void {
    if (before !== undefined && same(leaf, before)) {
      this.#parts.push(0);
      return;
    }
    let token = leaf.length + 1;
    while (token > 127) {
      this.#parts.push((token & 127) | 128);
      token >>>= 7;
    }
    this.#parts.push(token);
    for (const byte of leaf) this.#parts.push(byte);
  }

  get size(): number {
    return this.#parts.length;
  }

  get treeCount(): number {
    return this.#trees;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#parts);
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export interface PackingReader {
  /** The next leaf's content, a view into the packed bytes; undefined means "as in the tree before". */
  next(): Uint8Array | undefined;
  /** Throws unless every byte was read. */
  end(): void;
}

/** Reads leaf after leaf. Errors: `core/packing` with the offset. */
export function packingReader(trees: PackedTrees): PackingReader {
  const { bytes, leavesPerTree } = trees;
  let at = 0;
  let read = 0;
  const fail = (): never => {
    throw new MingzhengError('core/packing', { offset: at });
  };
  const token = (): number => {
    let value = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = bytes[at++] ?? fail();
      value |= (byte & 127) << shift;
      if (byte < 128) return byte === 0 && shift > 0 ? fail() : value;
    }
    return fail();
  };
  return {
    next() {
      const value = token();
      const first = read++ < leavesPerTree;
      if (value === 0) return first ? fail() : undefined;
      if (value - 1 > MAX_LEAF || at + value - 1 > bytes.length) return fail();
      at += value - 1;
      return bytes.subarray(at - value + 1, at);
    },
    end() {
      if (at !== bytes.length) fail();
    },
  };
}
