// Trees by plain pairs, without prefixes: node H(left || right), a last odd child H(child). A node is 64 bytes: with
// SHA-256 and SM3 a block of message and a block of padding, which is always the same and was prepared.
import { KECCAK256, laneCount } from './algorithm';
import { compress, compress4, compressPadding, compressPadding4, digest, reset, reset4 } from './dispatch';
import { hashMessage } from './hash';
import { absorbPair, absorbPairs2, writeKeccakDigests2 } from './keccak';
import { writeDigests4 } from './states4';

/**
 * The root over `count` > 0 digests at `nodes`, left in the place of the first. In place: a node is written where nodes
 * of this level were already read. Up to 128 bytes past the last digest are read, but not used.
 */
export function pairedRoot(algorithm: i32, nodes: usize, count: i32): void {
  for (; count > 1; count = (count + 1) >> 1) {
    const odd = nodes + ((<usize>count & ~1) << 5);
    const out = hashPairs(algorithm, nodes, odd);
    if (count & 1) hashMessage(algorithm, odd, 32, out);
  }
}

/** The nodes over all pairs from `pair` to `end`, one after another from `pair` on; gives the place after the last. */
function hashPairs(algorithm: i32, pair: usize, end: usize): usize {
  const afterLast = pair + ((end - pair) >> 1);
  const lanes = laneCount(algorithm);
  let out = pair;
  if (ASC_FEATURE_SIMD) {
    // Lanes past the end hash whatever lies there, and write it where this level was already read.
    for (; pair + 64 < end; pair += lanes << 6, out += lanes << 5) hashPairsTogether(algorithm, pair, out);
  }
  for (; pair < end; pair += 64, out += 32) hashPair(algorithm, pair, out);
  return afterLast;
}

function hashPair(algorithm: i32, pair: usize, out: usize): void {
  if (algorithm == KECCAK256) {
    absorbPair(pair);
  } else {
    reset(algorithm);
    compress(algorithm, pair);
    compressPadding(algorithm);
  }
  digest(algorithm, out);
}

/** As many pairs at once as there are lanes. */
function hashPairsTogether(algorithm: i32, pairs: usize, out: usize): void {
  if (algorithm == KECCAK256) {
    absorbPairs2(pairs);
    writeKeccakDigests2(out, out + 32);
  } else {
    reset4(algorithm);
    compress4(algorithm, pairs, pairs + 64, pairs + 128, pairs + 192);
    compressPadding4(algorithm);
    writeDigests4(out, out + 32, out + 64, out + 96);
  }
}
