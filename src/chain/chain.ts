// What a chain family is. A family is one folder of pure functions: it never fetches, waits or reads a clock. It says
// what it needs (`needs`, `Rule` yields) and is asked again; the client fetches and has signatures checked.
import type { Reader } from '../codec/schema.ts';
import type { Time } from '../codec/time.ts';
import type { MingzhengError } from '../core/error.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
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
  /** What a node of this chain takes as evidence, as JSON text. */
  readonly evidence: string;
  readonly byzantine: readonly Uint8Array[];
}

/** A family of chains. Methods are pure; generators yield signature claims. */
export interface ChainFamily {
  readonly id: string;
  readProfile(chainId: string, version: string, reader: Reader): Profile;

  /** A light block out of JSON as files and nodes give it. Errors are coded; nothing is believed yet. */
  readLightBlock(profile: Profile, reader: Reader): LightBlock;
  encodeLightBlock(block: LightBlock): Uint8Array;
  decodeLightBlock(profile: Profile, bytes: Uint8Array): LightBlock;
  /** The JSON in which a proof file carries it. */
  lightBlockToJson(block: LightBlock): unknown;

  /** Believes a block because the pack names it; checks everything else about it. */
  anchor(profile: Profile, checkpoint: Checkpoint, block: LightBlock): Rule<Step<LightBlock>>;
  /** One step forward from a trusted block, adjacent or skipping. */
  advance(profile: Profile, trusted: Verified<LightBlock>, target: LightBlock, now: Time): Rule<Step<LightBlock>>;
  /** Checks all signatures of a block, behind the threshold and nil votes too. */
  quorum(profile: Profile, block: LightBlock, everySignature: boolean): Rule<QuorumView>;
  /** Up to when a block may be the start of a step. */
  trustedUntil(profile: Profile, block: LightBlock): Time;

  /** What a trusted header says about its parent. */
  parentOf(block: LightBlock): LinkTarget;
  /** Checks a frame by hash links from above. Errors are coded. */
  linkFrame(profile: Profile, frame: Frame, target: LinkTarget): LinkedFrame;
  /** The point and fields at one height of a frame that was linked. */
  headerInFrame(profile: Profile, frame: Frame, height: bigint): Verified<Point & { readonly header: unknown }>;

  describeHeader(header: unknown): readonly Field[];
  /** Members of the set that signs at the block's height. */
  membersOf(block: LightBlock): readonly { readonly address: string; readonly power: bigint }[];
  /** Evidence for two accepted blocks at one height. */
  conflict(common: LightBlock, trusted: LightBlock, conflicting: LightBlock): Conflict;
}
