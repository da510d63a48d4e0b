// SM3 in plain TypeScript (GB/T 32905-2016): the fallback where there is no WebAssembly, and the reference for it.

const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;
const BLOCK = 64;

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

/** T of section 4.2, rotated by the number of the round. Rotating by 0 must not shift by 32. */
const T = Int32Array.from({ length: 64 }, (_, j) => {
  const t = j < 16 ? 0x79cc4519 : 0x7a879d8a;
  return j % 32 === 0 ? t : rotl(t, j % 32);
});

const W = new Int32Array(68);

/** W_0 to W_67 of section 5.3.2. */
function expand(view: DataView, at: number): void {
  for (let j = 0; j < 16; j++) W[j] = view.getInt32(at + 4 * j);
  for (let j = 16; j < 68; j++) {
    const x = W[j - 16]! ^ W[j - 9]! ^ rotl(W[j - 3]!, 15);
    W[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(W[j - 13]!, 7) ^ W[j - 6]!;
  }
}

/** The compression of section 5.3.3: the new state is XORed with the old one, not added to it. */
function compress(state: Int32Array, view: DataView, at: number): void {
  expand(view, at);
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let j = 0; j < 64; j++) {
    const a12 = rotl(a, 12);
    const ss1 = rotl((a12 + e + T[j]!) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (W[j]! ^ W[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + W[j]!) | 0;
    [d, c, b, a] = [c, rotl(b, 9), a, tt1];
    [h, g, f, e] = [g, rotl(f, 19), e, tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i]! ^= word;
  });
}

/** A message in pieces of any length. */
export class Sm3 {
  readonly #state = Int32Array.from(INITIAL);
  readonly #partial = new Uint8Array(BLOCK);
  readonly #view = new DataView(this.#partial.buffer);
  #taken = 0;

  update(chunk: Uint8Array): this {
    const held = this.#taken % BLOCK;
    this.#taken += chunk.length;
    let at = Math.min((BLOCK - held) % BLOCK, chunk.length);
    this.#partial.set(chunk.subarray(0, at), held);
    if (held > 0 && held + at === BLOCK) compress(this.#state, this.#view, 0);
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    for (; at + BLOCK <= chunk.length; at += BLOCK) compress(this.#state, view, at);
    if (this.#taken % BLOCK > 0 && (held === 0 || held + chunk.length >= BLOCK))
      this.#partial.set(chunk.subarray(at), 0);
    return this;
  }

  /** 32 bytes. The stream must not be used afterwards. */
  digest(): Uint8Array {
    const held = this.#taken % BLOCK;
    this.#partial.fill(0, held);
    this.#partial[held] = 0x80;
    if (held >= BLOCK - 8) {
      compress(this.#state, this.#view, 0);
      this.#partial.fill(0);
    }
    this.#view.setBigUint64(BLOCK - 8, 8n * BigInt(this.#taken));
    compress(this.#state, this.#view, 0);
    const out = new Uint8Array(32);
    const view = new DataView(out.buffer);
    this.#state.forEach((word, i) => {
      view.setInt32(4 * i, word);
    });
    return out;
  }
}
