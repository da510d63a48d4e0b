// The curve core as TypeScript sees it: keys, tables of keys that come back, and batches of signatures. It is a module of its
// own, loaded when the first signature is to be checked. Whether numbers and keys are well formed is decided in there.

import { curveModule } from './curve-module.ts';

export type Curve = 'sm2' | 'secp256k1' | 'p256' | 'ed25519';

/** The numbers of `assembly/curve/index.ts`. */
const CURVE_NUMBER: Readonly<Record<Curve, number>> = { sm2: 0, secp256k1: 1, p256: 2, ed25519: 3 };

/** 02 or 03 || x, x || y; of Ed25519 the point as RFC 8032 encodes it. */
const WEIERSTRASS_LENGTHS = [33, 64];
const KEY_LENGTHS: Readonly<Record<Curve, readonly number[]>> = {
  sm2: WEIERSTRASS_LENGTHS,
  secp256k1: WEIERSTRASS_LENGTHS,
  p256: WEIERSTRASS_LENGTHS,
  ed25519: [32],
};

/** A key that has been decoded. It may lose its table at any time, and is forgotten when many others come. */
export interface CurveKey {
  readonly curve: Curve;
  readonly id: string;
  readonly point: number;
  table: number;
  uses: number;
  lastUse: number;
}

/** 32 bytes each; `e` is the digest, or for Ed25519 R || A || M is given in its place. Big-endian but for Ed25519. */
export interface CurveTask {
  readonly key: CurveKey;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  readonly e?: Uint8Array;
  readonly message?: readonly Uint8Array[];
  readonly recovery?: number;
}

/** `ask`: it has to be checked in another way, since the sum met an exception, or R was written otherwise. */
export type CurveAnswer = 'no' | 'yes' | 'ask';
const ANSWERS: readonly CurveAnswer[] = ['no', 'yes', 'ask'];

export type CurveRule = 'sm2' | 'ecdsa-secp256k1' | 'ecdsa-p256' | 'recoverable' | 'ed25519-go' | 'ed25519-zip215';

interface CurveFunctions {
  decodeKey(curve: number, length: number, point: number): number;
  tellSm2Key(point: number): void;
  buildKeyTable(curve: number, table: number, point: number, scratch: number): number;
  buildBaseTable(curve: number, table: number, scratch: number): void;
  digestEd25519(task: number, length: number): void;
  verifySm2Tasks(count: number, base: number): void;
  verifyEcdsaTasks(curve: number, count: number, base: number): void;
  verifyRecoverableTasks(count: number, base: number): void;
  recoverTasks(count: number, base: number): void;
  verifyEd25519Tasks(count: number, base: number, isZip215: number): void;
}

const PLACES = [
  'ARENA',
  'BASE_TABLE_BYTES',
  'INPUT',
  'INPUT_SIZE',
  'KEY_TABLE_BYTES',
  'MAX_TASKS',
  'POINT_BYTES',
  'TASK',
  'TASKS',
] as const;
type Places = Record<(typeof PLACES)[number], number>;

/** Where the members of a task stand (`assembly/curve/memory.ts`). */
const AT = { r: 0, s: 32, e: 64, key: 96, table: 100, recovery: 104, answer: 108 };
const PAGE = 65_536;

/** Memory and patience of a curve core; tests make them small. */
export interface CurveLimits {
  /** At least as many as one call takes, or a key is forgotten while a claim waits for it. */
  readonly keys: number;
  readonly tables: number;
  /** A table costs as much as some sixteen checks save. */
  readonly usesBeforeTable: number;
  /** A table is taken from another key only if that key was not seen for so many checks. */
  readonly idleChecks: number;
}

/** 160 tables of 97 KB are 15 MB. */
export const CURVE_LIMITS: CurveLimits = { keys: 4096, tables: 160, usesBeforeTable: 12, idleChecks: 4096 };

export class CurveCore {
  readonly #call: CurveFunctions;
  readonly #at: Places;
  readonly #memory: WebAssembly.Memory;
  readonly #limits: CurveLimits;
  readonly #scratch: number;
  /** By curve and bytes, the longest unused first. */
  readonly #keys = new Map<string, CurveKey>();
  readonly #bases = new Map<Curve, number>();
  readonly #freePoints: number[] = [];
  readonly #freeTables: number[] = [];
  #tables = 0;
  #checks = 0;
  #end: number;
  #bytes!: Uint8Array<ArrayBuffer>;
  #view!: DataView;

  constructor(exports: WebAssembly.Exports, limits: CurveLimits = CURVE_LIMITS) {
    this.#call = exports as unknown as CurveFunctions;
    this.#at = Object.fromEntries(PLACES.map((name) => [name, (exports[name] as WebAssembly.Global).value])) as Places;
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#limits = limits;
    this.#end = this.#at.ARENA;
    this.#look();
    this.#scratch = this.#allocate(this.#at.BASE_TABLE_BYTES);
  }

  /** How many claims one call takes at most. */
  get maxTasks(): number {
    return this.#at.MAX_TASKS;
  }

  /** The longest R || A || M of Ed25519. */
  get maxMessage(): number {
    return this.#at.INPUT_SIZE;
  }

  /** Bytes in use, and how many keys have a table. */
  get use(): { readonly bytes: number; readonly keys: number; readonly tables: number } {
    return { bytes: this.#bytes.length, keys: this.#keys.size, tables: this.#tables - this.#freeTables.length };
  }

  /**
   * The key in these bytes: 33 (02 or 03 || x) or 64 (x || y), of Ed25519 32. From memory where it was seen before; undefined
   * where it is none. Counts as one use.
   */
  key(curve: Curve, bytes: Uint8Array): CurveKey | undefined {
    const id = curve + String.fromCharCode.apply(null, bytes as unknown as number[]); // five times as fast as spread
    const key = this.#keys.get(id) ?? this.#decode(curve, id, bytes);
    if (key) this.#use(key);
    return key;
  }

  /** Counts one more use of a key at hand; false where it has been forgotten meanwhile. */
  again(key: CurveKey): boolean {
    const isKnown = this.#keys.get(key.id) === key;
    if (isKnown) this.#use(key);
    return isKnown;
  }

  #use(key: CurveKey): void {
    this.#keys.delete(key.id);
    this.#keys.set(key.id, key);
    key.uses++;
    key.lastUse = ++this.#checks;
    if (key.table === 0 && key.uses > this.#limits.usesBeforeTable) this.#addTable(key);
  }

  /** x || y of an SM2 key. */
  plainSm2(key: CurveKey): Uint8Array {
    this.#call.tellSm2Key(key.point);
    return this.#bytes.slice(this.#at.INPUT, this.#at.INPUT + 64);
  }

  /** Answers tasks in order, `maxTasks` at most. Their keys must be of the rule's curve. */
  verify(rule: CurveRule, tasks: readonly CurveTask[]): CurveAnswer[] {
    for (const [i, task] of tasks.entries()) this.#put(i, task);
    this.#run(rule, tasks.length);
    return tasks.map((_, i) => ANSWERS[this.#view.getUint32(this.#place(i) + AT.answer, true)]!);
  }

  /** The keys x || y of secp256k1 that r, s and recovery ids tell; no key, or `ask`. */
  recover(tasks: readonly Omit<CurveTask, 'key'>[]): (Uint8Array | 'no' | 'ask')[] {
    for (const [i, task] of tasks.entries()) this.#put(i, { ...task, key: NO_KEY });
    this.#call.recoverTasks(tasks.length, this.#base('secp256k1'));
    return tasks.map((_, i) => {
      const at = this.#place(i);
      const answer = ANSWERS[this.#view.getUint32(at + AT.answer, true)]!;
      return answer === 'yes' ? this.#bytes.slice(at, at + 64) : answer;
    });
  }

  #run(rule: CurveRule, count: number): void {
    const call = this.#call;
    if (rule === 'sm2') call.verifySm2Tasks(count, this.#base('sm2'));
    else if (rule === 'recoverable') call.verifyRecoverableTasks(count, this.#base('secp256k1'));
    else if (rule === 'ecdsa-secp256k1') call.verifyEcdsaTasks(1, count, this.#base('secp256k1'));
    else if (rule === 'ecdsa-p256') call.verifyEcdsaTasks(2, count, this.#base('p256'));
    else call.verifyEd25519Tasks(count, this.#base('ed25519'), rule === 'ed25519-zip215' ? 1 : 0);
  }

  #place(i: number): number {
    return this.#at.TASKS + this.#at.TASK * i;
  }

  #put(i: number, { key, r, s, e, message, recovery = 0 }: CurveTask): void {
    const at = this.#place(i);
    this.#bytes.set(r, at + AT.r);
    this.#bytes.set(s, at + AT.s);
    if (e) this.#bytes.set(e, at + AT.e);
    if (message) this.#digest(i, message);
    this.#view.setUint32(at + AT.key, key.point, true);
    this.#view.setUint32(at + AT.table, key.table, true);
    this.#view.setUint32(at + AT.recovery, recovery, true);
  }

  #digest(i: number, message: readonly Uint8Array[]): void {
    let length = 0;
    for (const part of message) {
      this.#bytes.set(part, this.#at.INPUT + length);
      length += part.length;
    }
    this.#call.digestEd25519(i, length);
  }

  /** The table of a curve's base point, made when it is first needed. */
  #base(curve: Curve): number {
    const known = this.#bases.get(curve);
    if (known !== undefined) return known;
    const table = this.#allocate(this.#at.BASE_TABLE_BYTES);
    this.#call.buildBaseTable(CURVE_NUMBER[curve], table, this.#scratch);
    this.#bases.set(curve, table);
    return table;
  }

  #decode(curve: Curve, id: string, bytes: Uint8Array): CurveKey | undefined {
    if (!KEY_LENGTHS[curve].includes(bytes.length)) return undefined;
    const point = this.#freePoints.pop() ?? this.#allocate(this.#at.POINT_BYTES);
    this.#bytes.set(bytes, this.#at.INPUT);
    if (!this.#call.decodeKey(CURVE_NUMBER[curve], bytes.length, point)) {
      this.#freePoints.push(point);
      return undefined;
    }
    if (this.#keys.size >= this.#limits.keys) this.#forget(this.#keys.values().next().value!);
    return { curve, id, point, table: 0, uses: 0, lastUse: 0 };
  }

  #forget(key: CurveKey): void {
    this.#keys.delete(key.id);
    this.#freePoints.push(key.point);
    this.#dropTable(key);
  }

  #dropTable(key: CurveKey): void {
    if (key.table === 0) return;
    this.#freeTables.push(key.table);
    key.table = 0;
  }

  /** Gives a key a table, if there is room or another key has not used its own for long. */
  #addTable(key: CurveKey): void {
    if (this.#freeTables.length === 0 && this.#tables >= this.#limits.tables) this.#takeIdleTable();
    const table = this.#freeTables.pop() ?? this.#newTable();
    if (table === undefined) return;
    if (this.#call.buildKeyTable(CURVE_NUMBER[key.curve], table, key.point, this.#scratch)) key.table = table;
    else {
      this.#freeTables.push(table);
      key.uses = Number.NEGATIVE_INFINITY; // of small order: it never gets one
    }
  }

  #newTable(): number | undefined {
    if (this.#tables >= this.#limits.tables) return undefined;
    try {
      const table = this.#allocate(this.#at.KEY_TABLE_BYTES);
      this.#tables++;
      return table;
    } catch {
      return undefined; // no memory: keys are checked without tables
    }
  }

  #takeIdleTable(): void {
    for (const key of this.#keys.values()) {
      if (key.table === 0) continue;
      if (this.#checks - key.lastUse > this.#limits.idleChecks) this.#dropTable(key);
      return; // the next ones were used later
    }
  }

  /** Errors: RangeError where memory cannot grow; then nothing has changed. */
  #allocate(size: number): number {
    const address = this.#end;
    const end = address + ((size + 63) & ~63);
    const missing = end - this.#bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE));
      this.#look();
    }
    this.#end = end;
    return address;
  }

  #look(): void {
    this.#bytes = new Uint8Array(this.#memory.buffer as ArrayBuffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}

const NO_KEY: CurveKey = { curve: 'secp256k1', id: '', point: 0, table: 0, uses: 0, lastUse: 0 };

/** Starts a compiled curve module; each has its own memory and keys. */
export async function createCurveCore(module: WebAssembly.Module, limits?: CurveLimits): Promise<CurveCore> {
  const instance = await WebAssembly.instantiate(module, {});
  return new CurveCore(instance.exports, limits);
}

let started: Promise<CurveCore | undefined> | undefined;
let startedFrom: unknown;

/** This thread's curve core, started when it is first asked for; undefined where it cannot be had. */
export function curveCore(): Promise<CurveCore | undefined> {
  const compile = curveModule();
  if (!started || startedFrom !== compile) {
    startedFrom = compile;
    started = start(compile);
  }
  return started;
}

async function start(compile: (() => Promise<WebAssembly.Module>) | undefined): Promise<CurveCore | undefined> {
  try {
    return compile && (await createCurveCore(await compile()));
  } catch {
    return undefined; // blocked by policy, missing, or no memory: the reference code checks
  }
}
