// What the page sees of the worker: methods and plain data. Nothing else of the program may be imported by `app`.
import type { ErrorValues } from '../core/error.ts';
import type { FactValue, PackRef, Signer, Verdict } from '../record/verdict.ts';
import type { Measurement, MeasureProgress } from './measure/figures.ts';

export type * from '../record/verdict.ts';
export type { ErrorValues };

/** An error as data: the code names a sentence in `app/words`. */
export interface ErrorView {
  readonly code: string;
  readonly values: ErrorValues;
}

/** How a header came to be verified. */
export type How = 'checkpoint' | 'signed' | 'skipped-to' | 'ancestor';

export interface RangeView {
  readonly from: bigint;
  readonly to: bigint;
  readonly how: How;
}

export type SourceKind = 'archive' | 'websocket' | 'http' | 'files';
export type SourceHealth = 'unknown' | 'ok' | 'slow' | 'unreachable' | 'refused' | 'pruned' | 'lying' | 'wrong-chain';

export interface SourceView {
  readonly id: string;
  readonly kind: SourceKind;
  readonly address: string;
  readonly operator: string;
  readonly role: 'primary' | 'witness';
  /** Bundled sources cannot be removed. */
  readonly bundled: boolean;
  readonly health: SourceHealth;
  readonly latencyMs?: number;
  readonly head?: bigint;
  /** When it will be tried again, ms since 1970. */
  readonly retryAt?: number;
  readonly error?: ErrorView;
}

export type ChainState = 'idle' | 'verifying-head' | 'filling-history' | 'complete' | 'frozen' | 'expired' | 'failed';

export interface HeadView {
  readonly height: bigint;
  readonly hash: string;
  readonly seconds: bigint;
  readonly nanos: number;
  readonly how: How;
  /** The time is the word of the block's leader alone. */
  readonly timeClaimed?: true;
  /** false: no independent second source agreed; a distinct, weaker state that every page says. */
  readonly witnessed: boolean;
}

export interface PowerStep {
  /** First height signed by this set. */
  readonly height: bigint;
  readonly members: readonly { readonly name: string; readonly address: string; readonly power: bigint }[];
}

/** Two valid headers at one height. Both are kept; the app takes no side. */
export interface ForkView {
  readonly height: bigint;
  readonly lastCommonHeight: bigint;
  readonly kind: 'equivocation' | 'lunatic' | 'amnesia';
  readonly sides: readonly {
    readonly source: string;
    readonly hash: string;
    readonly seconds: bigint;
    readonly nanos: number;
    readonly signed: number;
    readonly members: number;
    readonly head: bigint;
  }[];
}

export interface ProgressView {
  readonly phase: 'head' | 'history';
  readonly done: bigint;
  readonly total: bigint;
  readonly headersPerSecond: number;
}

export interface ChainView {
  readonly id: string;
  readonly family: string;
  readonly version: string;
  readonly operator: string;
  readonly pack: PackRef;
  readonly state: ChainState;
  readonly checkpoint: { readonly height: bigint; readonly hash: string };
  readonly head?: HeadView;
  /** Newest height that any source claims; not verified. */
  readonly claimedHead?: bigint;
  readonly ranges: readonly RangeView[];
  readonly verifiedCount: bigint;
  readonly progress?: ProgressView;
  readonly error?: ErrorView;
  readonly sources: readonly SourceView[];
  readonly fork?: ForkView;
  /** Whether everything needed for this chain is kept on this device. */
  readonly offlineReady: boolean;
}

/** One field of a header. `proof` says what stands behind it. */
export interface FieldView {
  readonly name: string;
  readonly value: FactValue;
  /** `proposer-only`: hashed, but compared by none of those who signed. */
  readonly proof: 'header-hash' | 'signatures' | 'derived' | 'proposer-only';
}

export interface HeaderView {
  readonly chainId: string;
  readonly height: bigint;
  readonly hash: string;
  readonly how: How;
  /** For `ancestor`: the signed header it hangs from. */
  readonly anchor?: bigint;
  readonly fields: readonly FieldView[];
  /** The commit, where it is at hand. */
  readonly quorum?: {
    readonly signers: readonly Signer[];
    readonly signedPower: bigint;
    readonly totalPower: bigint;
    readonly needed: bigint;
    /** Whether signatures behind the threshold and nil votes were checked too. */
    readonly all: boolean;
  };
}

export type ItemToVerify =
  | { readonly kind: 'file'; readonly name: string; readonly blob: Blob }
  | { readonly kind: 'text'; readonly text: string };

export type VerifyStage = 'reading' | 'hashing' | 'finding' | 'checking';

/** `fraction` runs from 0 to 1 within the whole request. */
export interface VerifyProgress {
  readonly stage: VerifyStage;
  readonly fraction: number;
  readonly item: string;
}

export interface PackChainPreview {
  readonly id: string;
  readonly family: string;
  readonly operator: string;
  readonly checkpointHeight: bigint;
}

/** A pack that was read and whose signature is right, but which is not trusted until the person accepts it. */
export interface PackPreview {
  readonly token: string;
  readonly pack: PackRef;
  readonly issued: string;
  readonly expires: string;
  /** RFC 7638 thumbprints of the keys that signed it. */
  readonly signers: readonly string[];
  readonly chains: readonly PackChainPreview[];
  readonly replaces?: PackRef;
}

export interface StorageView {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persisted: boolean;
  readonly chains: readonly { readonly id: string; readonly headers: bigint; readonly bytes: number }[];
  /** Set when the database was found wiped or unreadable and is being rebuilt. */
  readonly rebuilt?: ErrorView;
  /** Whether this tab owns writing, or follows another tab. */
  readonly role: 'owner' | 'follower';
}

export interface AboutView {
  readonly version: string;
  readonly core: 'simd' | 'scalar' | 'js';
  /** Whether the core that checks signatures runs; else the reference code does. */
  readonly curveCore: boolean;
  readonly signatureWorkers: number;
  readonly webCryptoEd25519: boolean;
}

export interface NamedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Sent whenever something that a page may show has changed; the page asks again for what it shows. */
export type WorkerEvent =
  | { readonly kind: 'chain'; readonly chain: ChainView }
  | { readonly kind: 'chains' }
  | { readonly kind: 'storage'; readonly storage: StorageView };

/** All methods reject with a MingzhengError whose code has a sentence in `app/words`. Cancelling gives `client/cancelled`. */
export interface WorkerApi {
  about(): Promise<AboutView>;
  subscribe(listener: (event: WorkerEvent) => void): Promise<void>;

  chains(): Promise<readonly ChainView[]>;
  /** Verifies the head and then fills history; resolves when done. Idempotent while running. */
  sync(chainId: string, mode: 'head-first' | 'sequential', signal?: AbortSignal): Promise<void>;
  stop(chainId: string): Promise<void>;
  validators(chainId: string): Promise<readonly PowerStep[]>;
  header(chainId: string, height: bigint, signal?: AbortSignal): Promise<HeaderView>;
  /** Checks every signature of a block's commit, also behind the threshold. */
  checkAllSignatures(chainId: string, height: bigint, signal?: AbortSignal): Promise<HeaderView>;
  addSource(chainId: string, address: string): Promise<void>;
  /** Light blocks out of JSON files, as a source for as long as this page is open. */
  addFiles(chainId: string, files: readonly { readonly name: string; readonly blob: Blob }[]): Promise<void>;
  removeSource(chainId: string, sourceId: string): Promise<void>;
  /** Files that a CometBFT node of the chain's version takes as evidence, one for each side. */
  exportEvidence(chainId: string): Promise<readonly NamedFile[]>;

  /** Verifies what was dropped, pasted or picked; one verdict for each record found in it. */
  verify(
    items: readonly ItemToVerify[],
    onProgress: (progress: VerifyProgress) => void,
    signal?: AbortSignal,
  ): Promise<readonly Verdict[]>;
  /** Looks for a record by digest, transaction hash or height in the chains at hand, and verifies what it finds. */
  find(chainId: string, query: string, signal?: AbortSignal): Promise<readonly Verdict[]>;
  saveProof(verdictId: string): Promise<NamedFile>;

  inspectPack(blob: Blob): Promise<PackPreview>;
  acceptPack(token: string): Promise<void>;
  removePack(fingerprint: string): Promise<void>;

  /** How fast this device hashes and checks signatures; in a worker of its own, which an abort ends at once. */
  measure(onProgress: (progress: MeasureProgress) => void, signal?: AbortSignal): Promise<Measurement>;

  storage(): Promise<StorageView>;
  /** Removes everything that this app stored on this device, or only the headers of one chain. */
  startOver(chainId?: string): Promise<void>;
}
