// SHA-256 in pieces, for every build.
import { sha256 as reference } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import type { Core, HashStream } from '../../../src/core/core.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';

/** Cuts a message into pieces of 0 to `most` bytes. */
function cut(message: Uint8Array, most: number, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < message.length; ) {
    const length = random.integer(0, most);
    pieces.push(message.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

function feed(stream: HashStream, pieces: readonly Uint8Array[]): Uint8Array {
  for (const piece of pieces) stream.update(piece);
  return stream.digest();
}

/** Other work of the core, which must not disturb an open stream. */
function disturb(core: Core, random: Random): void {
  core.sha256(random.bytes(100));
  core.merkleRoot([random.bytes(10), random.bytes(70_000)]);
}

describe.each(await loadAllBuilds())('SHA-256 stream, $build', (core) => {
  it('of nothing is the digest of the empty message', () => {
    expect(core.sha256Stream().digest()).toEqual(reference(new Uint8Array(0)));
  });

  it.each([1, 63, 64, 65, 130, 1000])('gives the same digest in pieces of up to %i bytes', (most) => {
    const random = new Random(most);
    for (let run = 0; run < 20; run++) {
      const message = random.bytes(random.integer(0, 700));
      expect(feed(core.sha256Stream(), cut(message, most, random))).toEqual(reference(message));
    }
  });

  it('takes pieces larger than the buffer of the core', () => {
    const message = new Random(2).bytes(300_001);
    expect(feed(core.sha256Stream(), [message.subarray(0, 7), message.subarray(7)])).toEqual(reference(message));
  });

  it('keeps streams apart that are fed in turn, with other work between', () => {
    const random = new Random(3);
    const messages = [random.bytes(1000), random.bytes(1000)] as const;
    const streams = [core.sha256Stream(), core.sha256Stream()] as const;
    for (let at = 0; at < 1000; at += 50) {
      streams[0].update(messages[0].subarray(at, at + 50));
      disturb(core, random);
      streams[1].update(messages[1].subarray(at, at + 50));
    }
    expect(streams[1].digest()).toEqual(reference(messages[1]));
    expect(streams[0].digest()).toEqual(reference(messages[0]));
  });

  it('stays whole when the memory grows in the middle', () => {
    const message = new Random(4).bytes(200);
    const stream = core.sha256Stream().update(message.subarray(0, 100));
    core.rootOfLeafHashes(new Uint8Array(32 * 20_000));
    expect(stream.update(message.subarray(100)).digest()).toEqual(reference(message));
  });

  it('refuses use after its digest', () => {
    const stream = core.sha256Stream();
    stream.digest();
    expect(() => stream.update(Uint8Array.of(1))).toThrow();
    expect(() => stream.digest()).toThrow();
  });
});
