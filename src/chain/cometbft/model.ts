// The data of CometBFT: header, commit, validator set, light block (spec: cometbft core data structures, 0.34 to 1.0).
import type { Time } from '../../codec/time.ts';
import type { LightBlock } from '../chain.ts';

export interface BlockId {
  /** 32 bytes, or empty in the zero id of block 1. */
  readonly hash: Uint8Array;
  readonly partsTotal: number;
  readonly partsHash: Uint8Array;
}

export interface Header {
  readonly version: { readonly block: bigint; readonly app: bigint };
  readonly chainId: string;
  readonly height: bigint;
  readonly time: Time;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  /** Of any length: the application chooses it. It speaks of the state after the block before. */
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
}

/** What a validator's entry in a commit says (types.BlockIDFlag). */
export const FLAG = { absent: 1, commit: 2, nil: 3 } as const;

export interface CommitSig {
  readonly flag: number;
  /** Not covered by the signature. */
  readonly address: Uint8Array;
  readonly time: Time;
  readonly signature: Uint8Array;
}

export interface Commit {
  readonly height: bigint;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSig[];
}

export type KeyType = 'ed25519' | 'secp256k1' | 'sm2' | 'sr25519' | 'bls12381';

export interface Validator {
  readonly keyType: KeyType;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  /** Derived from the key, never taken from outside. */
  readonly address: Uint8Array;
  /** What the source said the address is; compared, then forgotten. */
  readonly claimedAddress?: Uint8Array;
}

export interface ValidatorSet {
  /** By power, greatest first, then by address: the order of signatures in a commit. */
  readonly validators: readonly Validator[];
  readonly hash: Uint8Array;
}

export interface CometLightBlock extends LightBlock {
  readonly header: Header;
  readonly commit: Commit;
  readonly validators: ValidatorSet;
  /** The set that signs the next block; needed once this block is to be trusted. */
  readonly nextValidators?: ValidatorSet;
}
