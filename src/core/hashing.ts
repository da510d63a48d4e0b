// The hash functions that the rest of the program calls. They run on whichever core has been installed; until one is,
// on the TypeScript core, so that nothing depends on WebAssembly being there.
import type { Core, HashAlgorithm, HashStream, PackedTrees } from './core.ts';
import { jsCore } from './js-core.ts';

let active: Core = jsCore;

export function installCore(core: Core): void {
  active = core;
}

/** The core in use, for pages and reports that name it. */
export function activeCore(): Core {
  return active;
}

export const sha256 = (message: Uint8Array): Uint8Array => active.sha256(message);
export const sha256Stream = (): HashStream => active.sha256Stream();
export const hash = (algorithm: HashAlgorithm, message: Uint8Array): Uint8Array => active.hash(algorithm, message);
export const hashStream = (algorithm: HashAlgorithm): HashStream => active.hashStream(algorithm);
export const hashAll = (algorithm: HashAlgorithm, messages: readonly Uint8Array[]): Uint8Array =>
  active.hashAll(algorithm, messages);
export const pairedRoot = (algorithm: HashAlgorithm, hashes: Uint8Array): Uint8Array =>
  active.pairedRoot(algorithm, hashes);
export const merkleRoot = (leaves: readonly Uint8Array[]): Uint8Array => active.merkleRoot(leaves);
export const merkleRoots = (trees: PackedTrees): Uint8Array => active.merkleRoots(trees);
export const leafHashes = (leaves: readonly Uint8Array[]): Uint8Array => active.leafHashes(leaves);
export const rootOfLeafHashes = (hashes: Uint8Array): Uint8Array => active.rootOfLeafHashes(hashes);
