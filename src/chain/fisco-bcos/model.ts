// The data of FISCO BCOS: headers of both generations, sealers, signatures, transactions and receipts.
import type { LightBlock } from '../chain.ts';

/** A member of the consensus: its node id is its public key, x || y, 64 bytes. */
export interface Sealer {
  readonly nodeId: Uint8Array;
  readonly weight: bigint;
}

/** One entry of a signature list: by the sealer at `index` of the header's own list. */
export interface SealerSignature {
  readonly index: number;
  readonly signature: Uint8Array;
}

export interface ParentInfo {
  readonly number: bigint;
  readonly hash: Uint8Array;
}

/** A header of 3.x, as printed; what is hashed of a genesis differs (see `hash.ts`). */
export interface HeaderV3 {
  readonly generation: 3;
  readonly version: bigint;
  readonly parents: readonly ParentInfo[];
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  /** Speaks of the rows that this block wrote, not of the chain's state. */
  readonly stateRoot: Uint8Array;
  readonly number: bigint;
  /** Decimal text: its characters are hashed. */
  readonly gasUsed: string;
  /** Milliseconds since 1970, as the leader says. */
  readonly timestamp: bigint;
  /** Index of the leader in `sealerList`. */
  readonly sealer: bigint;
  readonly sealerList: readonly Uint8Array[];
  readonly extraData: Uint8Array;
  readonly weights: readonly bigint[];
}

/** A header of 2.x. */
export interface HeaderV2 {
  readonly generation: 2;
  readonly parentHash: Uint8Array;
  readonly stateRoot: Uint8Array;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly dbHash: Uint8Array;
  readonly logsBloom: Uint8Array;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  readonly timestamp: bigint;
  readonly extraData: readonly Uint8Array[];
  readonly sealer: bigint;
  readonly sealerList: readonly Uint8Array[];
}

export type FiscoHeader = HeaderV2 | HeaderV3;

export interface FiscoLightBlock extends LightBlock {
  readonly header: FiscoHeader;
  readonly signatures: readonly SealerSignature[];
  /** Those that the header names; of a 3.x genesis, those that its text names. Self-declared until a rule accepts them. */
  readonly sealers: readonly Sealer[];
  /** What the source says the hash is; compared, then forgotten. */
  readonly claimedHash?: Uint8Array;
  /** Shows how the set of the block before became this one's, where they differ. */
  readonly setChange?: readonly ProvenCall[];
}

export interface TransactionV3 {
  readonly generation: 3;
  readonly version: bigint;
  readonly chainId: string;
  readonly groupId: string;
  readonly blockLimit: bigint;
  readonly nonce: Uint8Array;
  /** As the chain writes it: its characters are hashed. Empty for a deployment. */
  readonly to: string;
  readonly input: Uint8Array;
  readonly abi: string;
  readonly value: string;
  readonly gasPrice: string;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: string;
  readonly maxPriorityFeePerGas: string;
  readonly extension: Uint8Array;
  /** Not covered by the hash. Empty where it is not known: then the sender is not. */
  readonly signature: Uint8Array;
}

export interface TransactionV2 {
  readonly generation: 2;
  readonly nonce: bigint;
  readonly gasPrice: bigint;
  readonly gas: bigint;
  readonly blockLimit: bigint;
  /** 20 bytes, or empty for a deployment. */
  readonly to: Uint8Array;
  readonly value: bigint;
  readonly input: Uint8Array;
  readonly chainId: bigint;
  readonly groupId: bigint;
  readonly extraData: Uint8Array;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  /** One byte 0 or 1, or with national cryptography the key, 64 bytes. */
  readonly v: Uint8Array;
}

export type FiscoTransaction = TransactionV2 | TransactionV3;

export interface Log {
  /** 20 bytes. */
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

export interface ReceiptV3 {
  readonly generation: 3;
  readonly version: bigint;
  readonly gasUsed: string;
  /** 40 hex digits without 0x, or empty. */
  readonly contractAddress: string;
  readonly status: bigint;
  readonly output: Uint8Array;
  readonly effectiveGasPrice: string;
  readonly logs: readonly Log[];
  readonly blockNumber: bigint;
}

export interface ReceiptV2 {
  readonly generation: 2;
  readonly root: Uint8Array;
  readonly gasUsed: bigint;
  readonly contractAddress: Uint8Array;
  readonly logsBloom: Uint8Array;
  readonly status: bigint;
  readonly output: Uint8Array;
  /** Hashed from 2.9.0 on. */
  readonly remainGas?: bigint;
  readonly logs: readonly Log[];
}

export type FiscoReceipt = ReceiptV2 | ReceiptV3;

/** How a leaf hangs under a root of a header. */
export type FiscoPath =
  /** The flat list of 3.2 and later (spec: sheet section 4.2). */
  | { readonly kind: 'pairs'; readonly elements: readonly Uint8Array[] }
  /** 2.2 and later: what stands beside the node on each level. */
  | { readonly kind: 'sixteen'; readonly index: bigint; readonly levels: readonly SixteenLevel[] }
  /** All hashes of the block in order: the tree is built again. */
  | { readonly kind: 'block'; readonly index: bigint; readonly hashes: readonly Uint8Array[] };

export interface SixteenLevel {
  readonly left: readonly Uint8Array[];
  readonly right: readonly Uint8Array[];
}

/** A transaction in a block. */
export interface TransactionProof {
  readonly transaction: FiscoTransaction;
  readonly path: FiscoPath;
}

/** A receipt in a block. */
export interface ReceiptProof {
  readonly receipt: FiscoReceipt;
  readonly path: FiscoPath;
}

/** A call with its receipt, both in one block. */
export interface ProvenCall extends TransactionProof {
  readonly result: ReceiptProof;
}
