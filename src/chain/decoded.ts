// Light blocks that were just decoded, and what from: they are stored and passed on as they came, without being written anew.
import type { LightBlock } from './chain.ts';

interface Decoded {
  readonly block: LightBlock;
  readonly bytes: Uint8Array;
}

/** By the hash, an array of its own that every copy of a block shares. */
const known = new WeakMap<Uint8Array, Decoded>();

/** Notes that these bytes, read strictly, gave the block, so that writing it gives the same bytes. */
export function asDecoded<Block extends LightBlock>(block: Block, bytes: Uint8Array): Block {
  known.set(block.hash, { block, bytes });
  return block;
}

/** The bytes of a decoded block; undefined for any other, and for a copy in which something but `how` was changed. */
export function bytesOfDecoded(block: LightBlock): Uint8Array | undefined {
  const decoded = known.get(block.hash);
  return decoded && isSame(decoded.block, block) ? decoded.bytes : undefined;
}

function isSame(decoded: LightBlock, block: LightBlock & { readonly how?: unknown }): boolean {
  const { how: _, ...members } = block;
  const names = Object.keys(members) as (keyof LightBlock)[];
  return names.length === Object.keys(decoded).length && names.every((name) => members[name] === decoded[name]);
}
