// The core on WebAssembly: moves bytes in and out of the module's memory (`assembly/memory.ts` is its map) and keeps
// calls few, since crossing over costs more than hashing a short message.
import type { Core, CoreBuild, HashAlgorithm, HashStream, PackedTrees } from './core.ts';
import { MingzhengError } from './error.ts';
import { packingReader } from './packing.ts';

/** The functions that `assembly/index.ts` exports. */
interface CoreFunctions {
  hash(algorithm: number, length: number): void;
  beginStream(algorithm: number): void;
  update(algorithm: number, length: number): void;
  finish(algorithm: number): void;
  hashMessages(algorithm: number, count: number, out: number): void;
  pairedRoot(algorithm: number, nodes: number, count: number): void;
  hashLeaves(count: number, out: number): void;
  foldToRoot(nodes: number, count: number): void;
  arenaForPacked(packedLength: number, treeCount: number, leavesPerTree: number): number;
  packedRoots(packedLength: number): number;
  rootsOfPacked(packedLength: number, treeCount: number, leavesPerTree: number): number;
}

/** The addresses and sizes that it exports. */
const PLACES = [
  'ARENA',
  'EMPTY_ROOT',
  'INPUT',
  'INPUT_SIZE',
  'LENGTHS',
  'MAX_MESSAGES',
  'OUTPUT',
  'STREAM',
  'STREAM_SIZE',
] as const;
type Places = Record<(typeof PLACES)[number], number>;

/** The numbers of `assembly/algorithm.ts`. */
const NUMBER: Readonly<Record<HashAlgorithm, number>> = { sha256: 0, sm3: 1, keccak256: 2 };

const PAGE = 65_536;
const DIGEST = 32;
const LEAF_PREFIX = Uint8Array.of(0);
/** Room after the arena's last digest, for reads that run over. */
const SLACK = 128;

/** One instance of the module, and views of its memory, made anew when that grows. */
class Instance {
  readonly call: CoreFunctions;
  readonly at: Places;
  readonly #memory: WebAssembly.Memory;
  bytes!: Uint8Array<ArrayBuffer>;
  lengths!: Uint32Array;

  constructor(exports: WebAssembly.Exports) {
    this.call = exports as unknown as CoreFunctions;
    this.at = Object.fromEntries(PLACES.map((name) => [name, (exports[name] as WebAssembly.Global).value])) as Places;
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#view();
  }

  #view(): void {
    const buffer = this.#memory.buffer as ArrayBuffer;
    this.bytes = new Uint8Array(buffer);
    this.lengths = new Uint32Array(buffer, this.at.LENGTHS, this.at.MAX_MESSAGES);
  }

  /** Grows the memory until `size` bytes fit from ARENA on. A RangeError if the browser has no more. */
  reserve(size: number): void {
    const missing = this.at.ARENA + size - this.bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE));
    this.#view();
  }

  read(address: number, length: number): Uint8Array {
    return this.bytes.slice(address, address + length);
  }
}

/** Between updates a stream's state lies here, not in the module, so that any number of streams can be alive. */
class WasmStream implements HashStream {
  readonly #core: Instance;
  readonly #algorithm: number;
  #saved: Uint8Array | undefined;

  constructor(core: Instance, algorithm: number) {
    this.#core = core;
    this.#algorithm = algorithm;
    core.call.beginStream(algorithm);
    this.#saved = core.read(core.at.STREAM, core.at.STREAM_SIZE);
  }

  #restore(): Uint8Array {
    if (!this.#saved) throw new Error('The stream has given its digest already');
    this.#core.bytes.set(this.#saved, this.#core.at.STREAM);
    return this.#saved;
  }

  update(chunk: Uint8Array): this {
    const { call, at, bytes } = this.#core;
    const saved = this.#restore();
    for (let from = 0; from < chunk.length; from += at.INPUT_SIZE) {
      const piece = chunk.subarray(from, from + at.INPUT_SIZE);
      bytes.set(piece, at.INPUT);
      call.update(this.#algorithm, piece.length);
    }
    saved.set(bytes.subarray(at.STREAM, at.STREAM + at.STREAM_SIZE));
    return this;
  }

  digest(): Uint8Array {
    this.#restore();
    this.#saved = undefined;
    this.#core.call.finish(this.#algorithm);
    return this.#core.read(this.#core.at.OUTPUT, DIGEST);
  }
}

/** How messages in the input are hashed to an address, and one that is larger than the input. */
interface Hashing {
  many(count: number, out: number): void;
  large(message: Uint8Array): Uint8Array;
}

class WasmCore implements Core {
  readonly build: CoreBuild;
  readonly #core: Instance;
  readonly #leafHashing: Hashing = {
    many: (count, out) => this.#core.call.hashLeaves(count, out),
    large: (leaf) => this.sha256Stream().update(LEAF_PREFIX).update(leaf).digest(),
  };

  constructor(build: CoreBuild, core: Instance) {
    this.build = build;
    this.#core = core;
  }

  sha256(message: Uint8Array): Uint8Array {
    return this.hash('sha256', message);
  }

  sha256Stream(): HashStream {
    return this.hashStream('sha256');
  }

  hash(algorithm: HashAlgorithm, message: Uint8Array): Uint8Array {
    const { call, at, bytes } = this.#core;
    if (message.length > at.INPUT_SIZE) return this.hashStream(algorithm).update(message).digest();
    bytes.set(message, at.INPUT);
    call.hash(NUMBER[algorithm], message.length);
    return this.#core.read(at.OUTPUT, DIGEST);
  }

  hashStream(algorithm: HashAlgorithm): HashStream {
    return new WasmStream(this.#core, NUMBER[algorithm]);
  }

  hashAll(algorithm: HashAlgorithm, messages: readonly Uint8Array[]): Uint8Array {
    this.#hashToArena(messages, {
      many: (count, out) => this.#core.call.hashMessages(NUMBER[algorithm], count, out),
      large: (message) => this.hashStream(algorithm).update(message).digest(),
    });
    return this.#readArena(messages.length);
  }

  pairedRoot(algorithm: HashAlgorithm, hashes: Uint8Array): Uint8Array {
    const count = Math.floor(hashes.length / DIGEST);
    this.#setArena(hashes);
    this.#core.call.pairedRoot(NUMBER[algorithm], this.#core.at.ARENA, count);
    // What an earlier call left there must never pass for the root of nothing.
    return this.#readArena(Math.min(count, 1));
  }

  merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
    this.#hashToArena(leaves, this.#leafHashing);
    return this.#foldArena(leaves.length);
  }

  leafHashes(leaves: readonly Uint8Array[]): Uint8Array {
    this.#hashToArena(leaves, this.#leafHashing);
    return this.#readArena(leaves.length);
  }

  rootOfLeafHashes(hashes: Uint8Array): Uint8Array {
    this.#setArena(hashes);
    return this.#foldArena(Math.floor(hashes.length / DIGEST));
  }

  merkleRoots(trees: PackedTrees): Uint8Array {
    const { bytes, treeCount, leavesPerTree } = trees;
    const { call, at } = this.#core;
    // Every leaf takes a byte at least: without this check a wrong count could ask for any amount of memory.
    if (treeCount * leavesPerTree > bytes.length) return refuse(trees);
    this.#core.reserve(call.arenaForPacked(bytes.length, treeCount, leavesPerTree));
    this.#core.bytes.set(bytes, at.ARENA);
    if (!call.rootsOfPacked(bytes.length, treeCount, leavesPerTree)) return refuse(trees);
    return this.#core.read(call.packedRoots(bytes.length), DIGEST * treeCount);
  }

  /** The hashes of the messages, from ARENA on: as many messages a call as there is room for. */
  #hashToArena(messages: readonly Uint8Array[], hashing: Hashing): void {
    const { ARENA } = this.#core.at;
    this.#core.reserve(DIGEST * messages.length + SLACK);
    for (let done = 0; done < messages.length; ) {
      const count = this.#layOut(messages, done);
      if (count > 0) hashing.many(count, ARENA + DIGEST * done);
      else this.#core.bytes.set(hashing.large(messages[done]!), ARENA + DIGEST * done);
      done += Math.max(count, 1);
    }
  }

  /** Lays out messages in the input, each after a free byte, and gives their number: 0 if the first is larger than it. */
  #layOut(messages: readonly Uint8Array[], first: number): number {
    const { bytes, lengths, at } = this.#core;
    const end = at.INPUT + at.INPUT_SIZE;
    const most = Math.min(messages.length - first, at.MAX_MESSAGES);
    let next = at.INPUT + 1;
    for (let i = 0; i < most; i++) {
      const message = messages[first + i]!;
      if (next + message.length > end) return i;
      bytes.set(message, next);
      lengths[i] = message.length;
      next += message.length + 1;
    }
    return most;
  }

  #setArena(hashes: Uint8Array): void {
    this.#core.reserve(hashes.length + SLACK);
    this.#core.bytes.set(hashes, this.#core.at.ARENA);
  }

  #readArena(digests: number): Uint8Array {
    return this.#core.read(this.#core.at.ARENA, DIGEST * digests);
  }

  #foldArena(count: number): Uint8Array {
    const { call, at } = this.#core;
    if (count === 0) return this.#core.read(at.EMPTY_ROOT, DIGEST);
    call.foldToRoot(at.ARENA, count);
    return this.#readArena(1);
  }
}

/** Reads what the module refused once more in TypeScript, which throws with the offset. */
function refuse(trees: PackedTrees): never {
  const reader = packingReader(trees);
  for (let leaf = 0; leaf < trees.treeCount * trees.leavesPerTree; leaf++) reader.next();
  reader.end();
  throw new MingzhengError('core/packing', { offset: trees.bytes.length });
}

/** Starts a compiled module as a core. Each has its own memory; one a thread is enough. */
export async function createWasmCore(module: WebAssembly.Module, build: 'simd' | 'scalar'): Promise<Core> {
  const instance = await WebAssembly.instantiate(module, {});
  return new WasmCore(build, new Instance(instance.exports));
}
