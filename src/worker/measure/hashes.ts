// The hashing that is measured: the root of one tree over 65,536 leaves of 32 bytes. With SHA-256 as CometBFT does it (RFC
// 6962, leaves hashed too), with SM3 and Keccak-256 as FISCO BCOS does it (plain pairs).
import { toHex } from '../../codec/bytes.ts';
import type { Core } from '../../core/core.ts';
import { ensure } from '../../core/error.ts';
import type { MeasuredHash } from './figures.ts';

export const LEAF_COUNT = 65_536;

/** What must come out; `test/unit/worker/measure.test.ts` computes them by other code. */
export const ROOTS: Readonly<Record<MeasuredHash, string>> = {
  sha256: '589273c55fd6129001d6ec32569591a0876c58e098356bf2198dd6fd8442196d',
  sm3: '2c7a38676c3a66ca173ff7276fe42381d5e31b79ebc18211b7afb8d0d39944e5',
  keccak256: 'b789e736c3dc875ce0fd5c100074ddc2ab3d3cd830e7d0d89f8db4d3ca1745ca',
};

/** One after another in one array, and the same as pieces of it. */
export interface Leaves {
  readonly flat: Uint8Array;
  readonly each: readonly Uint8Array[];
}

export function makeLeaves(): Leaves {
  const flat = Uint8Array.from({ length: 32 * LEAF_COUNT }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  return { flat, each: Array.from({ length: LEAF_COUNT }, (_, i) => flat.subarray(32 * i, 32 * i + 32)) };
}

export function rootOf(core: Core, algorithm: MeasuredHash, { flat, each }: Leaves): Uint8Array {
  return algorithm === 'sha256' ? core.merkleRoot(each) : core.pairedRoot(algorithm, flat);
}

/** A round of measuring: the root, which must be the right one. */
export function checkedRoot(core: Core, algorithm: MeasuredHash, leaves: Leaves): void {
  const found = toHex(rootOf(core, algorithm, leaves));
  ensure(found === ROOTS[algorithm], 'worker/measure-wrong', { subject: algorithm, build: core.build });
}
