// What the client needs from outside: storage, sources, a clock and a signature verifier. `worker` and `cli` bring them.
import type { Frame, How, LightBlock } from '../chain/chain.ts';
import type { Time } from '../codec/time.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';

export type { SignatureVerifier };

export interface Clock {
  now(): Time;
}

/** A verified frame of headers as it is kept: never above 64 kB, so that it stays one small database record. */
export interface StoredFrame extends Frame {
  /** Height of the verified block from which the chain of hash links to this frame starts. */
  readonly anchor: bigint;
  readonly topHash: Uint8Array;
}

/** A verified light block: header and commit in `bytes`; its validator sets are kept once by hash. */
export interface StoredBlock {
  readonly height: bigint;
  readonly hash: Uint8Array;
  readonly how: How;
  /** Whether an independent source agreed on this block. */
  readonly witnessed: boolean;
  readonly bytes: Uint8Array;
  /** Encoded sets by lower-case hex of their hash. */
  readonly sets: ReadonlyMap<string, Uint8Array>;
}

export interface StoredHead {
  readonly height: bigint;
  readonly hash: Uint8Array;
  readonly time: Time;
  readonly witnessed: boolean;
}

/** What is in the store, without the bytes. */
export interface StoreIndex {
  readonly head?: StoredHead;
  readonly blocks: readonly Pick<StoredBlock, 'height' | 'hash' | 'how' | 'witnessed'>[];
  /** Ascending, not overlapping. */
  readonly frames: readonly Pick<StoredFrame, 'from' | 'to' | 'anchor' | 'topHash'>[];
}

/** Everything in one batch is written in one transaction, or nothing is. */
export interface StoreBatch {
  readonly frames?: readonly StoredFrame[];
  readonly blocks?: readonly StoredBlock[];
  readonly head?: StoredHead;
}

/** The headers of one chain under one trust root. A cache: it may vanish, but it never misleads. */
export interface ChainStore {
  index(): Promise<StoreIndex>;
  write(batch: StoreBatch): Promise<void>;
  /** Errors: `store/corrupt` where the checksum does not fit; such a record is dropped. */
  block(height: bigint): Promise<StoredBlock | undefined>;
  frame(height: bigint): Promise<StoredFrame | undefined>;
  clear(): Promise<void>;
}

/** Two valid blocks at one height, kept until the person deletes them. */
export interface FrozenFork {
  readonly height: bigint;
  readonly lastCommonHeight: bigint;
  readonly kind: 'equivocation' | 'lunatic' | 'amnesia';
  readonly sides: readonly {
    readonly source: string;
    readonly hash: Uint8Array;
    readonly time: Time;
    readonly signed: number;
    readonly members: number;
    readonly head: bigint;
    /** The light block as JSON text, so that it can be shown and exported. */
    readonly lightBlock: string;
    /** Evidence against this side, as JSON text that a node of the chain takes. */
    readonly evidence: string;
  }[];
}

/** What must never move back unnoticed. */
export interface SecurityRecord {
  readonly trustedHead?: { readonly height: bigint; readonly hash: Uint8Array; readonly time: Time };
  readonly fork?: FrozenFork;
}

export interface SecurityMemory {
  read(chainId: string, trustRoot: string): Promise<SecurityRecord>;
  /** Moves the trusted head forward; a lower height is ignored. */
  raiseHead(chainId: string, trustRoot: string, head: NonNullable<SecurityRecord['trustedHead']>): Promise<void>;
  freeze(chainId: string, trustRoot: string, fork: FrozenFork): Promise<void>;
}

/** Why a source failed, and whether it was only unlucky. Malevolent: it told something that cannot be true. */
export type Fault = 'benign' | 'malevolent';

/** A place that light blocks come from. It is never trusted. Errors carry a code of the `source/` kind. */
export interface Source {
  readonly id: string;
  /** Two sources of one operator are one witness. */
  readonly operator: string;
  /** A recording that never grows: waiting for it is no use. */
  readonly isStatic?: boolean;
  /** false for what the person brought along: it is nobody's independent word. */
  readonly canWitness?: boolean;
  /** Newest height that the source claims, with its light block. */
  head(signal: AbortSignal): Promise<LightBlock>;
  /** Errors: `source/height-too-high`, `source/pruned`, `source/not-found`. */
  lightBlock(height: bigint, signal: AbortSignal): Promise<LightBlock>;
  /**
   * Headers in compact frames, highest first, from `to` downwards and not below `from`. Frames may be cut anywhere but are
   * whole and adjoin each other.
   */
  history(from: bigint, to: bigint, signal: AbortSignal): AsyncIterable<readonly Frame[]>;
}
