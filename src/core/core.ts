// The fast core as TypeScript sees it. Three builds give the same answers: WebAssembly with SIMD, WebAssembly without,
// and plain TypeScript. Everything above this room calls the functions of `hashing.ts` and never asks which one runs.

export type CoreBuild = 'simd' | 'scalar' | 'js';

/** A hash that takes its message in pieces. */
export interface HashStream {
  update(chunk: Uint8Array): this;
  /** 32 bytes; the stream must not be used afterwards. */
  digest(): Uint8Array;
}

/**
 * Many RFC 6962 trees with the same number of leaves, packed for one call.
 *
 * `bytes` holds, tree after tree and leaf after leaf, a token (unsigned LEB128): 0 means "the same leaf as the tree before
 * has at this place" and nothing follows; n > 0 means that n - 1 bytes of leaf content follow. The first tree has no
 * token 0. Malformed packing (truncated, trailing bytes, token 0 in the first tree, a leaf above 65,535 bytes) is an
 * error `core/packing`.
 */
export interface PackedTrees {
  readonly bytes: Uint8Array;
  readonly treeCount: number;
  readonly leavesPerTree: number;
}

/** The hash functions of chains beside SHA-256: SM3 (GB/T 32905-2016), and Keccak-256 with its original padding (0x01). */
export type HashAlgorithm = 'sha256' | 'sm3' | 'keccak256';

/** RFC 6962 Merkle trees over SHA-256: leaf H(00 || leaf), node H(01 || left || right), empty tree H(""). */
export interface Core {
  readonly build: CoreBuild;
  /** SHA-256 (FIPS 180-4) of a message of any length. A fresh array of 32 bytes. */
  sha256(message: Uint8Array): Uint8Array;
  sha256Stream(): HashStream;
  /** Digest of a message of any length: a fresh array of 32 bytes. */
  hash(algorithm: HashAlgorithm, message: Uint8Array): Uint8Array;
  hashStream(algorithm: HashAlgorithm): HashStream;
  /** Digests of many messages of any length, 32 bytes each, in order. */
  hashAll(algorithm: HashAlgorithm, messages: readonly Uint8Array[]): Uint8Array;
  /**
   * Root over 32-byte hashes (concatenated) by plain pairs: node H(left || right), a last odd one H(child), a single hash
   * is the root itself, none gives an empty array. No prefixes: a node cannot be told from a leaf.
   */
  pairedRoot(algorithm: HashAlgorithm, hashes: Uint8Array): Uint8Array;
  /** Root of one tree over leaves of any length. */
  merkleRoot(leaves: readonly Uint8Array[]): Uint8Array;
  /** Roots of many trees of equal shape, 32 bytes each, in order. */
  merkleRoots(trees: PackedTrees): Uint8Array;
  /** H(00 || leaf) of every leaf, 32 bytes each, in order. */
  leafHashes(leaves: readonly Uint8Array[]): Uint8Array;
  /** Root over leaf hashes already computed (32 bytes each, concatenated; none gives the empty root). */
  rootOfLeafHashes(hashes: Uint8Array): Uint8Array;
}
