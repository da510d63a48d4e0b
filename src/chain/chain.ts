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
  /** Each member's vote as the commit shows it; signatures are not looked at. */
  votesOf(block: LightBlock): readonly (Member & { readonly isForBlock: boolean })[];
  /** Evidence against `conflicting`, held by someone who trusts `trusted`. */
  conflict(profile: Profile, common: LightBlock, trusted: LightBlock, conflicting: LightBlock): Conflict;

  readonly node: NodeDialect;
}
