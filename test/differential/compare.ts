// Puts the same cases before our code and before OpenSSL in Node, and keeps what they differ in.
import { bytesEqual, toHex } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { verifySm2 } from '../../src/crypto/sm2.ts';
import { Random } from '../support/core.ts';
import { nodeSm3, nodeVerifySm2 } from './node-crypto.ts';
import { type Sm2Case, sm2Cases } from './sm2-cases.ts';

export interface Comparison {
  readonly cases: number;
  /** What OpenSSL accepted, by kind of case. */
  readonly accepted: Readonly<Record<string, number>>;
  /** What OpenSSL refused, by kind of case. */
  readonly refused: Readonly<Record<string, number>>;
  /** One line for each case on which the two differ. */
  readonly differences: readonly string[];
}

/** Counts answers, and keeps a description where the two differ. */
export class Tally implements Comparison {
  readonly accepted: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  readonly differences: string[] = [];
  cases = 0;

  add(kind: string, theirs: boolean, ours: boolean, describe: () => string): void {
    const counts = theirs ? this.accepted : this.refused;
    counts[kind] = (counts[kind] ?? 0) + 1;
    this.cases++;
    if (ours !== theirs) this.differences.push(`${kind}: OpenSSL ${theirs}, ours ${ours}; ${describe()}`);
  }
}

export function describeCase({ publicKey, message, signature }: Sm2Case): string {
  return `key ${toHex(publicKey)} message ${toHex(message)} signature ${toHex(signature)}`;
}

const EMPTY_ID = new Uint8Array(0);

/** `count` SM2 cases with the empty id, the only one that Node can check. */
export function compareSm2(seed: number, count: number): Comparison {
  const tally = new Tally();
  for (const each of sm2Cases(seed, count, EMPTY_ID)) {
    const { kind, publicKey, message, signature } = each;
    const ours = verifySm2(publicKey, message, signature, { userId: EMPTY_ID, signatureForm: 'der' });
    tally.add(kind, nodeVerifySm2(publicKey, message, signature), ours, () => describeCase(each));
  }
  return tally;
}

const MOST_BYTES = 2000;
/** Every so many messages one is long. */
const LONG_EVERY = 1000;

/** `count` random messages: digests by SM3 of the core in use, and by OpenSSL. */
export function compareSm3(seed: number, count: number): Comparison {
  const random = new Random(seed);
  const tally = new Tally();
  for (let i = 0; i < count; i++) {
    const message = random.bytes(i % LONG_EVERY === LONG_EVERY - 1 ? 100_000 : random.integer(0, MOST_BYTES));
    tally.add('digest', true, bytesEqual(hash('sm3', message), nodeSm3(message)), () => toHex(message));
  }
  return tally;
}
