// Messages in pieces, by every hash function of every build.
import { describe, expect, it } from 'vitest';
import type { Core, HashStream } from '../../../src/core/core.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';
import { ALGORITHMS, allCases, REFERENCE } from './references.ts';

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
  for (const algorithm of ALGORITHMS) {
    core.hashAll(algorithm, [random.bytes(150), random.bytes(150), random.bytes(20)]);
    core.pairedRoot(algorithm, random.bytes(32 * 7));
  }
}

describe.each(await allCases())('$algorithm stream, $build', ({ algorithm, core, reference }) => {
  it('of nothing is the digest of the empty message', () => {
    expect(core.hashStream(algorithm).digest()).toEqual(reference(new Uint8Array(0)));
  });

  it.each([1, 63, 64, 65, 136, 137, 1000])('gives the same digest in pieces of up to %i bytes', (most) => {
    const random = new Random(most);
    for (let run = 0; run < 20; run++) {
      const message = random.bytes(random.integer(0, 700));
      expect(feed(core.hashStream(algorithm), cut(message, most, random))).toEqual(reference(message));
    }
  });

  it('may be cut anywhere', () => {
    const message = new Random(12).bytes(290);
    const digest = reference(message);
    for (let at = 0; at <= message.length; at++) {
      const pieces = [message.subarray(0, at), message.subarray(at)];
      expect(feed(core.hashStream(algorithm), pieces), `cut at ${at}`).toEqual(digest);
    }
  });

  it('takes pieces larger than the buffer of the core', () => {
    const message = new Random(2).bytes(300_001);
    const pieces = [message.subarray(0, 7), message.subarray(7)];
    expect(feed(core.hashStream(algorithm), pieces)).toEqual(reference(message));
  });

  it('stays whole when the memory grows in the middle', () => {
    const message = new Random(4).bytes(200);
    const stream = core.hashStream(algorithm).update(message.subarray(0, 100));
    core.rootOfLeafHashes(new Uint8Array(32 * 20_000));
    expect(stream.update(message.subarray(100)).digest()).toEqual(reference(message));
  });
});

describe.each(await loadAllBuilds())('Streams, $build', (core) => {
  it('are kept apart when fed in turn, of one or different hash functions, with other work between', () => {
    const random = new Random(3);
    const streams = [...ALGORITHMS, ...ALGORITHMS].map((algorithm) => {
      return { algorithm, message: random.bytes(1000), stream: core.hashStream(algorithm) };
    });
    for (let at = 0; at < 1000; at += 50) {
      for (const { message, stream } of streams) stream.update(message.subarray(at, at + 50));
      disturb(core, random);
    }
    for (const { algorithm, message, stream } of streams.reverse())
      expect(stream.digest(), algorithm).toEqual(REFERENCE[algorithm](message));
  });

  it('start with sha256Stream too', () => {
    const message = new Random(13).bytes(500);
    const pieces = [message.subarray(0, 99), message.subarray(99)];
    expect(feed(core.sha256Stream(), pieces)).toEqual(REFERENCE.sha256(message));
  });

  it.each(ALGORITHMS)('refuse use after their digest: %s', (algorithm) => {
    const stream = core.hashStream(algorithm);
    stream.digest();
    expect(() => stream.update(Uint8Array.of(1))).toThrow();
    expect(() => stream.digest()).toThrow();
  });
});
