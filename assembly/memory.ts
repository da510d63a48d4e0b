// Where everything lies in the one linear memory. There is no allocator: fixed buffers first, laid out by the compiler,
// and from ARENA upward free space whose size TypeScript decides (it grows the memory before it calls; nothing in here
// grows it, so that views held by TypeScript stay valid during a call).

/** TypeScript writes messages and leaves here, INPUT_SIZE bytes at most. Up to 63 bytes past their end may be read. */
export const INPUT_SIZE: i32 = 65536;
export const INPUT: usize = memory.data(INPUT_SIZE + 64, 16);

/** The lengths (u32) of the messages or leaves that lie in INPUT. */
export const MAX_MESSAGES: i32 = 4096;
export const LENGTHS: usize = memory.data(4 * MAX_MESSAGES, 16);

/** The digest of a single message, or one root. */
export const OUTPUT: usize = memory.data(32, 16);

/**
 * A hash stream: state (the 8 words of SHA-256 and SM3, the 25 lanes of Keccak), bytes taken so far (u64), the block
 * that is not yet full. Saved by TypeScript.
 */
export const STREAM_SIZE: i32 = 200 + 8 + 136;
export const STATE: usize = memory.data(STREAM_SIZE, 16);
export const TAKEN: usize = STATE + 200;
export const PARTIAL: usize = STATE + 208;

/** Free space from here on. Digests are also read from one byte before their first (see `node.ts`), hence the gap. */
export const ARENA: usize = (__heap_base + 127) & ~63;
