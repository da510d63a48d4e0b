// SHA-256 of every build: NIST's examples, every short length, messages larger than the core's buffers.
import { sha256 as reference } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { loadAllBuilds, Random } from '../../support/core.ts';

/** NIST, "Examples with Intermediate Values" for FIPS 180-4, and the long message of FIPS 180-2 B.3. */
const EXAMPLES: ReadonlyArray<readonly [name: string, message: string, digest: string]> = [
  ['the empty message', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['one block', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'two blocks (448 bits)',
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  [
    'two blocks (896 bits)',
    'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
    'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
  ],
  ['a million times "a"', 'a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];

/** Many times the core's buffer. */
const LARGE = new Uint8Array(20_000_000).map((_, i) => i * 167);
const LARGE_DIGEST = reference(LARGE);

describe.each(await loadAllBuilds())('SHA-256, $build', (core) => {
  it.each(EXAMPLES)('gives the published digest of %s', (_, message, digest) => {
    expect(bytesToHex(core.sha256(new TextEncoder().encode(message)))).toBe(digest);
  });

  it('agrees with noble for every length from 0 to 300', () => {
    const bytes = new Random(1).bytes(300);
    for (let length = 0; length <= 300; length++) {
      const message = bytes.subarray(0, length);
      expect(core.sha256(message), `length ${length}`).toEqual(reference(message));
    }
  });

  it.each([65_535, 65_536, 65_537, 131_072])('agrees with noble around its buffer size: %i bytes', (length) => {
    const message = new Random(length).bytes(length);
    expect(core.sha256(message)).toEqual(reference(message));
  });

  it('hashes 20 MB', () => {
    expect(core.sha256(LARGE)).toEqual(LARGE_DIGEST);
  });

  it('gives fresh arrays', () => {
    const first = core.sha256(Uint8Array.of(1));
    const copy = first.slice();
    core.sha256(Uint8Array.of(2));
    expect(first).toEqual(copy);
  });
});
