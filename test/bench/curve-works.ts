// The works of the curve core: 64 signatures in one call, from bytes, hashing included, against one at a time by others.

import { type Checker, checking, mustTellRightFromWrong } from './curve-checker.ts';
import { nativeLimit } from './curve-native.ts';
import { byClaims, ourP256, ourRecovery, startedCore } from './curve-ours.ts';
import {
  nobleEd25519,
  nobleP256,
  nobleRecovery,
  nobleSecp256k1,
  nobleSm2Loop,
  nobleSm2WithTables,
  smCryptoSm2,
  smCryptoSm2Precomputed,
  tinySecp256k1,
  tinySecp256k1Recovery,
  webCryptoEd25519,
  webCryptoP256,
} from './curve-peers.ts';
import {
  ed25519Signers,
  p256Signers,
  recoverableSigners,
  type Signers,
  secp256k1Signers,
  signMessages,
  sm2Signers,
} from './curve-signed.ts';
import type { BenchHost } from './host.ts';
import { compareAll, type Effort, mustHold, type Row } from './rounds.ts';

const BATCH = 64;
/** Peers take one at a time, so their turns can be short. */
const PEER_TURN = 16;
const RETURNING_KEYS = 16;
/** More than the core remembers, by a batch: the one that comes next is always one that was forgotten. */
const NEW_KEYS = 4096 + BATCH;
/** Batches of ours before anything is timed: keys that return have their tables by then. */
const WARM_UP = 16;
/** How many are tried with each bit changed before anything is timed. */
const TRIED = 8;

interface CurveWork {
  readonly signers: Signers;
  /** none: nobody is told a key. */
  readonly keys: 'new' | 'returning' | 'none';
  ours(): Checker | Promise<Checker>;
  peers(): Promise<Checker[]>;
}

const SM2 = { signers: sm2Signers, ours: () => byClaims('sm2-plain') };
const SECP256K1 = { signers: secp256k1Signers, ours: () => byClaims('secp256k1-sha256') };

const WORKS = {
  'sm2-new-key': {
    ...SM2,
    keys: 'new',
    peers: async () => [nobleSm2Loop, smCryptoSm2, ...nativeLimit('sm2', 'new')],
  },
  'sm2-returning-key': {
    ...SM2,
    keys: 'returning',
    peers: async () => [nobleSm2Loop, nobleSm2WithTables, smCryptoSm2Precomputed(), ...nativeLimit('sm2', 'returning')],
  },
  'secp256k1-new-key': {
    ...SECP256K1,
    keys: 'new',
    peers: async () => [await tinySecp256k1(), nobleSecp256k1, ...nativeLimit('secp256k1', 'new')],
  },
  'secp256k1-returning-key': {
    ...SECP256K1,
    keys: 'returning',
    peers: async () => [await tinySecp256k1(), nobleSecp256k1, ...nativeLimit('secp256k1', 'returning')],
  },
  'secp256k1-recover': {
    signers: recoverableSigners,
    keys: 'none',
    ours: ourRecovery,
    peers: async () => [await tinySecp256k1Recovery(), nobleRecovery],
  },
  'p256-returning-key': {
    signers: p256Signers,
    keys: 'returning',
    ours: ourP256,
    peers: async () => [webCryptoP256(), nobleP256, ...nativeLimit('p256', 'returning')],
  },
  'ed25519-returning-key': {
    signers: ed25519Signers,
    keys: 'returning',
    ours: () => byClaims('ed25519-zip215'),
    peers: async () => [webCryptoEd25519(), nobleEd25519, ...nativeLimit('ed25519', 'returning')],
  },
} as const satisfies Record<string, CurveWork>;

export type CurveWorkId = keyof typeof WORKS;

/** Many short rounds: what else the machine does then hurts few of them. */
function shortRounds({ rounds, minMs }: Effort): Effort {
  return { rounds: 3 * rounds, minMs: minMs / 4 };
}

export async function curveWork(host: BenchHost, work: CurveWorkId): Promise<Row[]> {
  const { signers, keys, ours: makeOurs, peers: makePeers }: CurveWork = WORKS[work];
  const signed =
    keys === 'new' ? signMessages(signers, NEW_KEYS, NEW_KEYS) : signMessages(signers, RETURNING_KEYS, 4 * BATCH);
  const [ours, peers] = [await makeOurs(), await makePeers()];
  for (const each of [ours, ...peers]) await mustTellRightFromWrong(each, (each.signed ?? signed).slice(0, TRIED));
  const contender = checking(ours, signed, BATCH);
  for (let i = 0; i < WARM_UP; i++) await contender();
  const peerContenders = peers.map((peer) => checking(peer, peer.signed ?? signed, PEER_TURN));
  const measured = await compareAll(contender, peerContenders, shortRounds(host.effort));
  const { tables } = (await startedCore()).use;
  mustHold(tables === (keys === 'returning' ? RETURNING_KEYS : 0), `keys are ${keys} to the core`);
  return measured.map((each, i) => {
    const { name, isNativeLimit } = peers[i]!;
    return { work, environment: host.environment, unit: 'signatures/s', peerName: name, isNativeLimit, ...each };
  });
}
