// What is remembered of decoded blocks: the bytes of a block as it came, and of no other.
import { describe, expect, it } from 'vitest';
import { type LightBlock, markVerified } from '../../../src/chain/chain.ts';
import { asDecoded, bytesOfDecoded } from '../../../src/chain/decoded.ts';

interface Block extends LightBlock {
  readonly signatures: readonly number[];
  readonly more?: string;
}

const bytes = Uint8Array.of(1, 2, 3);
const decoded = () => {
  const block: Block = { height: 5n, hash: new Uint8Array(32), time: { seconds: 7n, nanos: 0 }, signatures: [1, 2] };
  return asDecoded(block, bytes);
};

describe('the bytes of a decoded block', () => {
  it('are those that it was decoded from, also once it is verified', () => {
    const block = decoded();
    expect(bytesOfDecoded(block)).toBe(bytes);
    expect(bytesOfDecoded(markVerified(block, 'signed'))).toBe(bytes);
  });

  it('are unknown of a block that was put together, though it is equal', () => {
    decoded();
    const made: Block = { height: 5n, hash: new Uint8Array(32), time: { seconds: 7n, nanos: 0 }, signatures: [1, 2] };
    expect(bytesOfDecoded(made)).toBeUndefined();
  });

  it.each<[string, Partial<Block>]>([
    ['another height', { height: 6n }],
    ['another hash', { hash: new Uint8Array(32) }],
    ['another time', { time: { seconds: 7n, nanos: 0 } }],
    ['other signatures', { signatures: [1, 2] }],
    ['a member more', { more: 'x' }],
  ])('are unknown of a copy with %s', (_, change) => {
    expect(bytesOfDecoded({ ...decoded(), ...change })).toBeUndefined();
  });

  it('are unknown of a copy with a member less', () => {
    const { signatures: _, ...rest } = decoded();
    expect(bytesOfDecoded(rest)).toBeUndefined();
  });
});
