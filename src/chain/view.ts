// What a family tells pages and verdicts: labelled values, members and votes. Plain data.

/** One vote of a block's set. `not-checked`: the threshold was passed before it, so the rule did not need it. */
export interface VoteView {
  readonly address: string;
  readonly keyType: string;
  readonly publicKey: string;
  readonly power: bigint;
  readonly state: 'signed' | 'nil' | 'absent' | 'not-checked' | 'wrong';
  readonly signature?: string;
  readonly seconds?: bigint;
  readonly nanos?: number;
}

export interface QuorumView {
  readonly votes: readonly VoteView[];
  readonly signedPower: bigint;
  readonly totalPower: bigint;
  /** Power that must be exceeded. */
  readonly needed: bigint;
}

export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'height'; readonly value: bigint }
  | { readonly kind: 'time'; readonly seconds: bigint; readonly nanos: number }
  | { readonly kind: 'bytes'; readonly hex: string };

export interface Field {
  readonly name: string;
  readonly value: FieldValue;
  /** `proposer`: only the word of the block's leader; those who signed the block did not compare it with anything. */
  readonly attestedBy?: 'proposer';
}
