// What a chain family is. A family is one folder of pure functions: it never fetches, waits or reads a clock. It says
// what it needs (`needs`, `Rule` yields) and is asked again; the client fetches and has signatures checked.
import type { Reader } from '../codec/schema.ts';
import type { Time } from '../codec/time.ts';
import type { MingzhengError } from '../core/error.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import type { Conversation, RpcCall, RpcRefusal } from './conversation.ts';
import type { ChainRecord, RecordRule } from './record-rule.ts';
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

/** One level of a proven path: what stands beside the node on this level, and the node above them. */
export interface ProvenStep {
  readonly left: readonly Uint8Array[];
  readonly right: readonly Uint8Array[];
  readonly node: Uint8Array;
}

/** A proven path from a leaf up to a root that a verified header names. */
export interface ProvenInclusion {
  readonly content: Uint8Array;
  /** What the chain calls the record. */
  readonly recordHash: Uint8Array;
  readonly index: bigint;
  /** Leaves of the tree, where the proof shows it. */
  readonly total?: bigint;
  /** How the tree is built: as RFC 6962 says, by pairs, or sixteen at a time. */
  readonly tree: 'rfc6962' | 'pairs' | 'sixteen';
  readonly leaf: Uint8Array;
  readonly steps: readonly ProvenStep[];
  readonly root: Uint8Array;
  /** The header field that is the root. */
  readonly rootName: string;
  /** What else was proven about the record, e.g. who sent it. */
  readonly facts?: readonly Field[];
  /** For records that lie in the result itself. */
  readonly execution?: ProvenExecution;
}

export interface ProvenExecution {
  readonly succeeded: boolean;
  readonly code: bigint;
  readonly root: Uint8Array;
}

/** A whole block's data: each transaction's bytes as the family encodes them, and its result likewise, where known. */
export interface BlockData {
  readonly transactions: readonly Uint8Array[];
  readonly results: readonly Uint8Array[];
}

/** Records of a family: transactions, logs, entries. */
export interface RecordFamily {
  /** Which transactions are records, as the trust pack says it. Errors: `trust/record-rule`. */
  readRule(reader: Reader): RecordRule;
  /** The record that a proof shows by this rule; nothing about it is proven by that. */
  recordIn(profile: Profile, rule: RecordRule, proof: RecordProof): ChainRecord | undefined;
  readProof(profile: Profile, reader: Reader): RecordProof;
  proofToJson(proof: RecordProof): object;
  /** Whether a block's header says that there are transactions in it. */
  hasTransactions(profile: Profile, block: LightBlock): boolean;
  /** What the chain calls the record; computed. */
  recordHash(profile: Profile, proof: RecordProof): Uint8Array;
  /** Errors: `proof/...` and the family's own where the path does not end in the header's root. */
  checkProof(
    profile: Profile,
    header: VerifiedHeader,
    proof: RecordProof,
    /** Where the pack has one: some records are certain only by what it says. */
    rule?: RecordRule,
  ): Rule<ProvenInclusion>;
  /** The header whose root shows what became of a record, counted from the record's block. */
  readonly resultsHeight: 0n | 1n;
  readExecution(profile: Profile, reader: Reader): ExecutionProof;
  executionToJson(proof: ExecutionProof): object;
  /** `header` stands `resultsHeight` above the record's block. */
  checkExecution(profile: Profile, header: VerifiedHeader, proof: ExecutionProof, record: RecordProof): ProvenExecution;
  /** Makes the proofs of all that is a record, by the rule, in one transaction; without a rule, of the transaction. */
  prove(profile: Profile, height: bigint, data: BlockData, index: number, rule?: RecordRule): MadeProof[];
  /** Headers of a proof file, in the chain's own JSON. */
  readHistory(profile: Profile, headers: readonly Reader[]): Frame[];
  historyToJson(frame: Frame): object[];
  /** Asks a node for the records of a transaction by what the chain calls it. */
  askFor(profile: Profile, recordHash: Uint8Array, rule?: RecordRule): Conversation<MadeProof[]>;
  /** Asks a node for a whole block and its results. */
  fetchBlockData(profile: Profile, height: bigint): Conversation<BlockData>;
  /** What cannot be shown about records of such a chain at all: keys of the words. */
  limits(profile: Profile): readonly string[];
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
  fetchLightBlock(profile: Profile, height?: bigint): Conversation<LightBlock>;
  fetchHistory(profile: Profile, from: bigint, to: bigint): Conversation<Frame[]>;
  /** The subscription to new blocks, where nodes of the family have one. */
  readonly newBlock?: RpcCall;
  isNewBlockEvent?(result: Reader): boolean;
  classifyRefusal(refusal: RpcRefusal): MingzhengError;
}

/** A family of chains. All functions are pure; rules yield signature claims, conversations yield calls to a node. */
export interface ChainFamily {
  readonly id: string;
  /** Errors: `trust/...`, `json/...`. */
  readProfile(chainId: string, version: string, reader: Reader): Profile;

  /**
   * Whether a header's time was agreed upon by those who signed it, or is the word of one of them: then it must not move
   * any clock.
   */
  readonly time: 'agreed' | 'claimed';

  /** Whether an object of a dropped file looks like a light block of this family. */
  isLightBlock(reader: Reader): boolean;
  /** A light block out of JSON as files and nodes give it. Errors are coded; nothing is believed yet. */
  readLightBlock(profile: Profile, reader: Reader): LightBlock;
  /** The JSON in which a proof file carries it; `readLightBlock` gives the block back. */
  lightBlockToJson(block: LightBlock): object;
  /** Header and signatures, in few bytes; sets go apart by hash. */
  encodeLightBlock(block: LightBlock): Uint8Array;
  setsOfLightBlock(bytes: Uint8Array): readonly string[];
  encodedSets(block: LightBlock): ReadonlyMap<string, Uint8Array>;
  decodeLightBlock(profile: Profile, bytes: Uint8Array, sets: ReadonlyMap<string, Uint8Array>): LightBlock;

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
