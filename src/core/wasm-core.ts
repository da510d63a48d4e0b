// The core on WebAssembly: moves bytes in and out of the module's memory (`assembly/memory.ts` is its map) and keeps
// calls few, since crossing over costs more than hashing a short message.
import type { Core, CoreBuild, HashStream, PackedTrees } from './core.ts';
import { MingzhengError } from './error.ts';
import { jsCore } from './js-core.ts';
import { packingReader } from './packing.ts';

/** The functions that `assembly/index.ts` exports. */
interface CoreFunctions {
  sha256(length: number): void;
  beginStream(): void;
  update(length: number): void;
  finish(): void;
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
  'MAX_LEAVES',
  'OUTPUT',
  'STREAM',
  'STREAM_SIZE',
] as const;
type Places = Record<(typeof PLACES)[number], number>;

const PAGE = 65_536;
const DIGEST = 32;
const LEAF_PREFIX = Uint8Array.of(0);
/** Room after the arena's last digest, for reads that run over. */
const SLACK = 64;

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
    this.lengths = new Uint32Array(buffer, this.at.LENGTHS, this.at.MAX_LEAVES);
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
  #saved: Uint8Array | undefined;

  constructor(core: Instance) {
    this.#core = core;
    core.call.beginStream();
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
      call.update(piece.length);
    }
    saved.set(bytes.subarray(at.STREAM, at.STREAM + at.STREAM_SIZE));
    return this;
  }

  digest(): Uint8Array {
    this.#restore();
    this.#saved = undefined;
    this.#core.call.finish();
    return this.#core.read(this.#core.at.OUTPUT, DIGEST);
  }
}

class WasmCore implements Core {
  readonly build: CoreBuild;
  readonly #core: Instance;

  constructor(build: CoreBuild, core: Instance) {
    this.build = build;
    this.#core = core;
  }

  sha256(message: Uint8Array): Uint8Array {
    const { call, at, bytes } = this.#core;
    if (message.length > at.INPUT_SIZE) return this.sha256Stream().update(message).digest();
    bytes.set(message, at.INPUT);
    call.sha256(message.length);
    return this.#core.read(at.OUTPUT, DIGEST);
  }

  sha256Stream(): HashStream {
    return new WasmStream(this.#core);
  }

  hash = jsCore.hash;
  hashStream = jsCore.hashStream;
  hashAll = jsCore.hashAll;
  pairedRoot = jsCore.pairedRoot;

  merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
    this.#hashToArena(leaves);
    return this.#foldArena(leaves.length);
  }

  leafHashes(leaves: readonly Uint8Array[]): Uint8Array {
    this.#hashToArena(leaves);
    return this.#core.read(this.#core.at.ARENA, DIGEST * leaves.length);
  }

  rootOfLeafHashes(hashes: Uint8Array): Uint8Array {
    this.#core.reserve(hashes.length + SLACK);
    this.#core.bytes.set(hashes, this.#core.at.ARENA);
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

  /** The hashes of the leaves, from ARENA on: as many leaves a call as there is room for. */
  #hashToArena(leaves: readonly Uint8Array[]): void {
    const { ARENA } = this.#core.at;
    this.#core.reserve(DIGEST * leaves.length + SLACK);
    for (let done = 0; done < leaves.length; ) {
      const count = this.#layOut(leaves, done);
      if (count > 0) this.#core.call.hashLeaves(count, ARENA + DIGEST * done);
      else this.#core.bytes.set(this.#hashLargeLeaf(leaves[done]!), ARENA + DIGEST * done);
      done += Math.max(count, 1);
    }
  }

  /** Lays out leaves in the input, each after a free byte, and gives their number: 0 if the first is larger than it. */
  #layOut(leaves: readonly Uint8Array[], first: number): number {
    const { bytes, lengths, at } = this.#core;
    const end = at.INPUT + at.INPUT_SIZE;
    const most = Math.min(leaves.length - first, at.MAX_LEAVES);
    let next = at.INPUT + 1;
    for (let i = 0; i < most; i++) {
      const leaf = leaves[first + i]!;
      if (next + leaf.length > end) return i;
      bytes.set(leaf, next);
      lengths[i] = leaf.length;
      next += leaf.length + 1;
    }
    return most;
  }

  #hashLargeLeaf(leaf: Uint8Array): Uint8Array {
    return this.sha256Stream().update(LEAF_PREFIX).update(leaf).digest();
  }

  #foldArena(count: number): Uint8Array {
    const { call, at } = this.#core;
    if (count === 0) return this.#core.read(at.EMPTY_ROOT, DIGEST);
    call.foldToRoot(at.ARENA, count);
    return this.#core.read(at.ARENA, DIGEST);
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
