// What a chain family is. A family is one folder of pure functions: it never fetches, waits or reads a clock. It says
// what it needs (`needs`, `Rule` yields) and is asked again; the client fetches and has signatures checked.
import type { Reader } from '../codec/schema.ts';
import type { Time } from '../codec/time.ts';
import type { MingzhengError } from '../core/error.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import type { Conversation, RpcCall, RpcRefusal } from './conversation.ts';
import type { Field, QuorumView } from './view.ts';

/** The honest common part of everything that stands at a height. `hash` was computed by us from the fields. */
export interface Point {
  readonly height: bigint;
  readonly hash: Uint8Array;
  readonly time: Time;
}

/** What a family needs to check one header: header, signatures, validator set. Each family extends it. */
export interface LightBlock extends Point {}

/** How a header came to be believed. */
export type How = 'checkpoint' | 'signed' | 'skipped-to' | 'ancestor';

declare const verified: unique symbol;

/** A point that the rules of a family accepted. Only `markVerified` makes one, and only rules call it. */
export type Verified<P extends Point> = P & { readonly how: How; readonly [verified]: true };

/** Called by a family's rules alone, after the last check has passed. */
export function markVerified<P extends Point>(point: P, how: How): Verified<P> {
  return { ...point, how } as unknown as Verified<P>;
}

/** Called for what was verified before, stored, and hashed again just now. */
export function restoreVerified<P extends Point>(point: P, how: How): Verified<P> {
  return markVerified(point, how);
}

/** A height and hash that the trust pack names. */
export interface Checkpoint {
  readonly height: bigint;
  readonly hash: Uint8Array;
  /** The pack may end its word for a checkpoint before the chain's own trusting period does. */
  readonly validUntil?: Time;
}

/** A rule yields claims to be checked and is resumed with the answers; it returns its result. */
export type Rule<Result> = Generator<readonly SignatureClaim[], Result, readonly boolean[]>;

export type Step<B extends LightBlock> =
  | { readonly kind: 'accepted'; readonly block: Verified<B> }
  /** Too little of the trusted set signed: the client must bring the block at `height` first. */
  | { readonly kind: 'needs'; readonly height: bigint; readonly error: MingzhengError }
  | { readonly kind: 'expired'; readonly error: MingzhengError }
  | { readonly kind: 'invalid'; readonly error: MingzhengError };

/** The facts that a pack gives about one chain; each family extends it with its own. */
export interface Profile {
  readonly chainId: string;
  readonly version: string;
  /** How far a header's time may be ahead of our clock. */
  readonly maxClockDriftNanos: bigint;
}

/** A piece of history: consecutive headers, lowest first, in the family's compact bytes. */
export interface Frame {
  readonly from: bigint;
  readonly to: bigint;
  readonly bytes: Uint8Array;
}

/** A frame whose links were checked: its last header's hash, and what its first header points back to. */
export interface LinkedFrame extends Frame {
  /** 32 bytes a header, lowest first. */
  readonly hashes: Uint8Array;
  readonly topHash: Uint8Array;
  readonly topTime: Time;
  readonly parentHash: Uint8Array;
  readonly bottomTime: Time;
}

/** What the newer neighbour says about the header below it. */
export interface LinkTarget {
  readonly height: bigint;
  readonly hash: Uint8Array;
  /** Time of the newer neighbour: the ancestor's must be earlier. */
  readonly before: Time;
}

export interface Conflict {
  readonly kind: 'equivocation' | 'lunatic' | 'amnesia';
  readonly commonHeight: bigint;
  /** Of the set at the common height. */
  readonly totalPower: bigint;
  /** Of the block at the common height. */
  readonly time: Time;
  /** What a node of this chain takes as evidence, as JSON text. */
  readonly evidence: string;
  readonly byzantine: readonly Uint8Array[];
}

/** A header that was verified, by signatures or as an ancestor; `header` is the family's own. */
export type VerifiedHeader = Verified<Point & { readonly header: unknown }>;

export interface Member {
  readonly address: string;
  readonly power: bigint;
}

/** A record's own bytes with the path that proves them; opaque above the family. */
export interface RecordProof {
  /** Of the block that holds the record. */
  readonly height: bigint;
}

/** What became of a record, proven through the header after its block; opaque above the family. */
export interface ExecutionProof {
  readonly [execution]?: true;
}

declare const execution: unique symbol;

/** A proven path from a leaf up to a root that a verified header names. */
export interface ProvenInclusion {
  readonly content: Uint8Array;
  /** What the chain calls the record. */
  readonly recordHash: Uint8Array;
  readonly index: bigint;
  readonly total: bigint;
  readonly leaf: Uint8Array;
  readonly steps: readonly {
    readonly sibling: Uint8Array;
    readonly side: 'left' | 'right';
    readonly node: Uint8Array;
  }[];
  readonly root: Uint8Array;
  /** The header field that is the root. */
  readonly rootName: string;
}

export interface ProvenExecution {
  readonly succeeded: boolean;
  readonly code: bigint;
  readonly root: Uint8Array;
}

/** Records of a family: transactions, logs, entries. */
export interface RecordFamily {
  readProof(reader: Reader): RecordProof;
  proofToJson(proof: RecordProof): object;
  /** The record's own bytes; nothing about them is proven yet. */
  contentOf(proof: RecordProof): Uint8Array;
  /** Errors: `proof/...` and the family's own where the path does not end in the header's root. */
  checkProof(profile: Profile, header: VerifiedHeader, proof: RecordProof): ProvenInclusion;
  readExecution(reader: Reader): ExecutionProof;
  executionToJson(proof: ExecutionProof): object;
  /** `next` is the header right after the record's block. */
  checkExecution(next: VerifiedHeader, proof: ExecutionProof, record: RecordProof): ProvenExecution;
  /** Makes both proofs out of a whole block's data. */
  prove(height: bigint, transactions: readonly Uint8Array[], results: readonly Uint8Array[], index: number): MadeProof;
  /** Headers of a proof file, in the chain's own JSON. */
  readHistory(headers: readonly Reader[]): Frame[];
  historyToJson(frame: Frame): object[];
  /** Asks a node for a record by what the chain calls it. */
  askFor(recordHash: Uint8Array): Conversation<RecordProof>;
  /** Asks a node for a whole block and its results. */
  fetchBlockData(height: bigint): Conversation<{ transactions: Uint8Array[]; results: Uint8Array[] }>;
  /** What the chain calls a record with these bytes. */
  hashOf(content: Uint8Array): Uint8Array;
}

export interface MadeProof {
  readonly record: RecordProof;
  /** Missing where the results are not known. */
  readonly execution?: ExecutionProof;
}

/** How a chain's nodes are asked over JSON-RPC; all readers refuse what contradicts itself. */
export interface NodeDialect {
  /** Errors: `source/wrong-chain`. */
  checkNode(profile: Profile): Conversation<void>;
  /** The newest light block, or that at a height. */
  fetchLightBlock(height?: bigint): Conversation<LightBlock>;
  fetchHistory(from: bigint, to: bigint): Conversation<Frame[]>;
  readonly newBlock: RpcCall;
  isNewBlockEvent(result: Reader): boolean;
  classifyRefusal(refusal: RpcRefusal): MingzhengError;
}

/** A family of chains. All functions are pure; rules yield signature claims, conversations yield calls to a node. */
export interface ChainFamily {
  readonly id: string;
  /** Errors: `trust/...`, `json/...`. */
  readProfile(chainId: string, version: string, reader: Reader): Profile;

  /** A light block out of JSON as files and nodes give it. Errors are coded; nothing is believed yet. */
  readLightBlock(reader: Reader): LightBlock;
  /** The JSON in which a proof file carries it; `readLightBlock` gives the block back. */
  lightBlockToJson(block: LightBlock): object;
  /** Header and signatures, in few bytes; sets go apart by hash. */
  encodeLightBlock(block: LightBlock): Uint8Array;
  setsOfLightBlock(bytes: Uint8Array): readonly string[];
  encodedSets(block: LightBlock): ReadonlyMap<string, Uint8Array>;
  decodeLightBlock(bytes: Uint8Array, sets: ReadonlyMap<string, Uint8Array>): LightBlock;

  /** Believes a block because the pack names it; checks everything else about it. */
  anchor(profile: Profile, checkpoint: Checkpoint, block: LightBlock): Rule<Step<LightBlock>>;
  /** One step forward from a trusted block, adjacent or skipping. */
  advance(profile: Profile, trusted: Verified<LightBlock>, target: LightBlock, now: Time): Rule<Step<LightBlock>>;
  /** Everything about one block that needs no other; for blocks that hash links already verified. */
  quorum(profile: Profile, block: LightBlock, everySignature: boolean): Rule<QuorumView>;
  /** The first moment at which the block may no longer start a step. */
  expiry(profile: Profile, block: LightBlock): Time;

  parentOf(block: LightBlock): LinkTarget;
  parentOfFrame(frame: LinkedFrame): LinkTarget;
  /** Checks a frame by hash links from above. Errors are coded. */
  linkFrame(profile: Profile, frame: Frame, target: LinkTarget): LinkedFrame;
  /** The header at one height of a frame that links. */
  headerInFrame(profile: Profile, frame: Frame, target: LinkTarget, height: bigint): VerifiedHeader;
  /** Cuts the headers of consecutive blocks, lowest first, into frames. */
  packHistory(blocks: readonly LightBlock[]): Frame[];
  /** The part of a frame between two heights, both included. */
  cutFrame(frame: Frame, from: bigint, to: bigint): Frame;

  headerOf(block: Verified<LightBlock>): VerifiedHeader;
  describeHeader(header: unknown): readonly Field[];
  membersOf(block: LightBlock): readonly Member[];
  /** Heights in a linked frame at which another set signs than before, with the set's hash; the first header always. */
  setChanges(frame: Frame): readonly { readonly height: bigint; readonly hash: string }[];
  /** Members of an encoded set, with the hash computed from them. */
  readSet(bytes: Uint8Array): { readonly hash: string; readonly members: readonly Member[] };
  setHashOf(block: LightBlock): string;
  /** Each member's vote as the commit shows it; signatures are not looked at. */
  votesOf(block: LightBlock): readonly (Member & { readonly isForBlock: boolean })[];
  /** Whether the sets that a block carries are those that its header names. */
  setsMatchHeader(block: LightBlock): boolean;
  /** The block with the votes at these places of its commit taken out; its hash stays. */
  withoutVotes(block: LightBlock, places: readonly number[]): LightBlock;
  /** Evidence against `conflicting`, held by someone who trusts `trusted`. */
  conflict(profile: Profile, common: LightBlock, trusted: LightBlock, conflicting: LightBlock): Conflict;

  /** What a refusal is about: the votes, who may vote, or the header and its links. */
  concerns(code: string): 'quorum' | 'validators' | 'header';

  readonly node: NodeDialect;
  readonly records: RecordFamily;
}
