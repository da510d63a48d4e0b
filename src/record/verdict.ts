// What a verification says: one of three outcomes and the ordered checks that led to it. Plain data, so that it can be
// shown, printed, stored and sent between threads; sentences are made from codes in `app/words`.
import type { DigestAlgorithm } from '../chain/record-rule.ts';
import type { ErrorValues } from '../core/error.ts';

/** consistent: the record stands as presented. inconsistent: verified data contradicts it. cannot-tell: everything else. */
export type Outcome = 'consistent' | 'inconsistent' | 'cannot-tell';

/** `fail` under a cannot-tell verdict means that the proof is invalid, not that the record is wrong. */
export type CheckState = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** The checks in the order in which they are shown. */
export const CHECK_IDS = [
  'readable',
  'digest',
  'digest-equals-record',
  'in-block',
  'executed',
  'linked-to-signed-header',
  'quorum',
  'validators-known',
  'witnessed',
  'final',
  'status-after',
  'recorder',
  'across-chains',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** A value with its meaning, so that a page can format it. Bytes are lower-case hex. */
export type FactValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'height'; readonly value: bigint }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'time'; readonly seconds: bigint; readonly nanos: number }
  | { readonly kind: 'bytes'; readonly hex: string };

/** `name` is a key of the words: what this value is. `differs` marks the two values whose difference decided a check. */
export interface Fact {
  readonly name: string;
  readonly value: FactValue;
  readonly differs?: boolean;
}

export interface Check {
  readonly id: CheckId;
  readonly state: CheckState;
  /** Words key of the one-line finding, with its values. On `fail` and often on `unknown` this is an error code. */
  readonly code: string;
  readonly values: ErrorValues;
  /** What the check rests on, down to the bytes; empty where there is nothing to unfold. */
  readonly facts: readonly Fact[];
}

export interface BlockRef {
  readonly height: bigint;
  readonly hash: string;
  readonly seconds: bigint;
  readonly nanos: number;
  /** The time is the word of the block's leader alone. */
  readonly timeClaimed?: true;
}

/** The path from the record's leaf (level 0) to the root. */
export interface MerklePicture {
  readonly index: bigint;
  /** Leaves of the tree, where the proof shows it. */
  readonly total?: bigint;
  readonly tree: 'rfc6962' | 'pairs' | 'sixteen';
  /** Leaf hash first, root last. */
  readonly path: readonly string[];
  /** What stands left and right of the path's node on each step; on a step that hashes the node alone, nothing. */
  readonly levels: readonly { readonly left: readonly string[]; readonly right: readonly string[] }[];
  readonly rootName: string;
}

/** `not-checked`: behind the threshold, so the rule did not need it. */
export type SignatureState = 'signed' | 'nil' | 'absent' | 'not-checked' | 'wrong';

export interface Signer {
  readonly name: string;
  readonly address: string;
  readonly keyType: string;
  readonly publicKey: string;
  readonly power: bigint;
  readonly state: SignatureState;
  readonly signature?: string;
  readonly signedAt?: { readonly seconds: bigint; readonly nanos: number };
}

/** Who signed one block. `needed` is the power that must be exceeded. */
export interface QuorumPicture {
  readonly height: bigint;
  readonly signers: readonly Signer[];
  readonly signedPower: bigint;
  readonly totalPower: bigint;
  readonly needed: bigint;
}

/** One stop between the checkpoint and the record's block, lowest first. */
export interface TrustStop {
  readonly height: bigint;
  readonly hash: string;
  /** checkpoint: named by the pack. skipped-to, adjacent: by signatures. ancestor: by hash links from a later stop. */
  readonly how: 'checkpoint' | 'skipped-to' | 'adjacent' | 'ancestor';
  readonly signedPower?: bigint;
  readonly totalPower?: bigint;
  readonly signed?: number;
  readonly members?: number;
}

export interface TrustPicture {
  readonly stops: readonly TrustStop[];
  readonly recordHeight: bigint;
  /** Hash links from the nearest signed stop down to the record's block. */
  readonly links: bigint;
}

/** The two digests side by side. */
export interface DigestPicture {
  readonly algorithm: string;
  readonly document: string;
  readonly record: string;
}

export interface PackRef {
  readonly name: string;
  readonly fingerprint: string;
  readonly version: number;
  /** A demo pack supports no evidence; a pack made by the person is marked as such for ever. */
  readonly kind: 'demo' | 'imported';
}

export interface SubjectFile {
  readonly name: string;
  readonly size: number;
  /** SHA-256, lower-case hex; of a pasted digest the digest itself, whatever made it. */
  readonly digest?: string;
  /** SM3 of the same bytes. */
  readonly sm3?: string;
}

export interface Verdict {
  /** Names this verdict within one session, for saving its proof file. */
  readonly id: string;
  readonly outcome: Outcome;
  /** Words key of the sentence on the card: `verdict/...` or the error code that decided. */
  readonly code: string;
  readonly values: ErrorValues;
  readonly document?: SubjectFile;
  readonly proof?: SubjectFile;
  readonly chain?: {
    readonly id: string;
    readonly family: string;
    readonly version: string;
    readonly operator: string;
  };
  readonly pack?: PackRef;
  /** The newest verified block that the verdict speaks of. */
  readonly asOf?: BlockRef;
  readonly recordBlock?: BlockRef;
  readonly record?: {
    readonly id: string;
    readonly algorithm: DigestAlgorithm;
    readonly digest: string;
    readonly transactionHash: string;
  };
  /** Words keys: what the verdict does not say. */
  readonly limits: readonly string[];
  readonly checks: readonly Check[];
  readonly merkle?: MerklePicture;
  readonly quorum?: QuorumPicture;
  readonly trust?: TrustPicture;
  readonly digests?: DigestPicture;
  /** Whether a proof file can be saved from it. */
  readonly canSave: boolean;
  /** The clock that was used, and its floor where the floor was newer. */
  readonly checkedAt: { readonly seconds: bigint; readonly nanos: number };
}
