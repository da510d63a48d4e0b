// What must hold of a figure, and what would be better still: ratios in Chromium that were agreed on for the curve core.

export interface Target {
  readonly work: string;
  /** How the peer's name begins. */
  readonly peer: string;
  readonly what: string;
  readonly floor: number;
  readonly goal: number;
  /** A rate of ours that belongs to the goal. */
  readonly goalRate?: number;
}

const SM2_LOOP = '@noble/curves, nothing kept';
const LOOP = 'the same with one loop over @noble/curves';

export const TARGETS: readonly Target[] = [
  { work: 'sm2-new-key', peer: SM2_LOOP, what: 'SM2, new key', floor: 7, goal: 8 },
  { work: 'sm2-returning-key', peer: SM2_LOOP, what: 'SM2, returning key', floor: 22, goal: 27 },
  { work: 'sm2-returning-key', peer: 'sm-crypto-v2', what: 'SM2, returning key', floor: 5, goal: 7 },
  { work: 'secp256k1-new-key', peer: 'tiny-secp256k1', what: 'secp256k1, new key', floor: 3, goal: 4 },
  { work: 'secp256k1-returning-key', peer: 'tiny-secp256k1', what: 'secp256k1, returning key', floor: 6, goal: 8 },
  { work: 'secp256k1-recover', peer: 'tiny-secp256k1', what: 'secp256k1, key recovered', floor: 2.8, goal: 3.5 },
  { work: 'p256-returning-key', peer: 'WebCrypto', what: 'P-256, returning key', floor: 1.8, goal: 2.5 },
  { work: 'ed25519-returning-key', peer: 'WebCrypto', what: 'Ed25519, returning key', floor: 1.3, goal: 2 },
  {
    work: 'headers-by-two-workers',
    peer: 'the same with WebCrypto',
    what: 'CometBFT headers of 100 validators, every commit checked, two workers',
    floor: 3,
    goal: 5,
  },
  {
    work: 'fisco-headers-by-two-workers',
    peer: LOOP,
    what: 'FISCO BCOS SM headers of 7 sealers, all signatures checked, two workers',
    floor: 20,
    goal: 45,
    goalRate: 6000,
  },
];
