// The core in plain TypeScript, over @noble/hashes: the fallback where there is no WebAssembly, and the reference that
// the tests hold the WebAssembly builds against.
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Core, HashAlgorithm, HashStream, PackedTrees } from './core.ts';
import { packingReader } from './packing.ts';
import { Sm3 } from './sm3.ts';

const EMPTY_ROOT = sha256(new Uint8Array(0));

function prefixed(prefix: number, first: Uint8Array, second?: Uint8Array): Uint8Array {
  const message = new Uint8Array(1 + first.length + (second?.length ?? 0));
  message[0] = prefix;
  message.set(first, 1);
  if (second) message.set(second, 1 + first.length);
  return sha256(message);
}

/** Pairs neighbours level by level and carries an odd last node up: the same shape as RFC 6962's recursive split. */
function foldLevels(level: Uint8Array[]): Uint8Array {
  let nodes = level;
  while (nodes.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i + 1 < nodes.length; i += 2) next.push(prefixed(1, nodes[i]!, nodes[i + 1]!));
    if (nodes.length % 2 === 1) next.push(nodes[nodes.length - 1]!);
    nodes = next;
  }
  return nodes[0] ?? EMPTY_ROOT.slice();
}

function join(hashes: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, i) => {
    out.set(hash, 32 * i);
  });
  return out;
}

function merkleRoots(trees: PackedTrees): Uint8Array {
  const reader = packingReader(trees);
  const roots: Uint8Array[] = [];
  let previous: Uint8Array[] = [];
  for (let tree = 0; tree < trees.treeCount; tree++) {
    const hashes: Uint8Array[] = [];
    for (let leaf = 0; leaf < trees.leavesPerTree; leaf++) {
      const content = reader.next();
      hashes.push(content === undefined ? previous[leaf]! : prefixed(0, content));
    }
    previous = hashes;
    roots.push(foldLevels(hashes));
  }
  reader.end();
  return join(roots);
}

interface PlainHash {
  update(chunk: Uint8Array): unknown;
  digest(): Uint8Array;
}

const START: Readonly<Record<HashAlgorithm, () => PlainHash>> = {
  sha256: () => sha256.create(),
  sm3: () => new Sm3(),
  keccak256: () => keccak_256.create(),
};

function hash(algorithm: HashAlgorithm, message: Uint8Array): Uint8Array {
  return new PlainStream(algorithm).update(message).digest();
}

function pairedRoot(algorithm: HashAlgorithm, hashes: Uint8Array): Uint8Array {
  let level = hashes;
  while (level.length > 32) {
    const parents: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 64) parents.push(hash(algorithm, level.subarray(at, at + 64)));
    level = join(parents);
  }
  return level.slice();
}

class PlainStream implements HashStream {
  #hash: PlainHash | undefined;

  constructor(algorithm: HashAlgorithm) {
    this.#hash = START[algorithm]();
  }

  #open(): PlainHash {
    if (!this.#hash) throw new Error('The stream has given its digest already');
    return this.#hash;
  }

  update(chunk: Uint8Array): this {
    this.#open().update(chunk);
    return this;
  }

  digest(): Uint8Array {
    const digest = this.#open().digest();
    this.#hash = undefined;
    return digest;
  }
}

export const jsCore: Core = {
  build: 'js',
  sha256: (message) => sha256(message),
  sha256Stream: () => new PlainStream('sha256'),
  hash,
  hashStream: (algorithm) => new PlainStream(algorithm),
  hashAll: (algorithm, messages) => join(messages.map((message) => hash(algorithm, message))),
  pairedRoot,
  merkleRoot: (leaves) => foldLevels(leaves.map((leaf) => prefixed(0, leaf))),
  merkleRoots,
  leafHashes: (leaves) => join(leaves.map((leaf) => prefixed(0, leaf))),
  rootOfLeafHashes: (hashes) =>
    foldLevels(Array.from({ length: hashes.length / 32 }, (_, i) => hashes.slice(32 * i, 32 * i + 32))),
};
