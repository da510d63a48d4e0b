// What "Measure this device" tells the page, as plain data: a row for each subject, a figure for each way of doing it.

export type MeasuredScheme = 'sm2' | 'secp256k1' | 'ed25519';
export type MeasuredHash = 'sha256' | 'sm3' | 'keccak256';
/** A key that was never seen, or one that comes back in every block, as a validator's does. */
export type KeyUse = 'new' | 'returning';
export type Subject = MeasuredHash | `${MeasuredScheme}-${KeyUse}`;

export const HASHES: readonly MeasuredHash[] = ['sha256', 'sm3', 'keccak256'];
export const SCHEMES: readonly MeasuredScheme[] = ['sm2', 'secp256k1', 'ed25519'];
export const KEY_USES: readonly KeyUse[] = ['new', 'returning'];
/** How many rows there will be. */
export const SUBJECT_COUNT = HASHES.length + SCHEMES.length * KEY_USES.length;

/** Leaves or signatures a second, on one thread. */
export interface MeasuredRow {
  readonly subject: Subject;
  /** By WebAssembly; missing where that does not run. */
  readonly core?: number;
  /** By plain TypeScript, which runs everywhere. */
  readonly reference: number;
  /** By the browser's own Ed25519, where it has one. */
  readonly webCrypto?: number;
}

/** What was measured so far, and what is being measured. */
export interface MeasureProgress {
  readonly rows: readonly MeasuredRow[];
  /** Missing while data and cores are loaded. */
  readonly at?: Subject;
}

export interface Measurement {
  readonly version: string;
  /** The build of the hashing core that ran; `js` is the reference itself. */
  readonly build: 'simd' | 'scalar' | 'js';
  /** Whether the core for signatures ran. */
  readonly hasCurveCore: boolean;
  readonly rows: readonly MeasuredRow[];
}

/** The worker that measures, as the page's side calls it. */
export interface MeasureWorker {
  measure(onProgress: (progress: MeasureProgress) => void): Promise<Measurement>;
}
