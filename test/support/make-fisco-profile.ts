// What a made FISCO BCOS chain is told to be, its profile, and its genesis in 3.x.
import type { HeaderV3, Sealer } from '../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../src/chain/fisco-bcos/profile.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import type { Cryptography } from './make-fisco-keys.ts';

/** `quorum`: as many as are needed, counted from another sealer in each block. `index` is the place in the list. */
export type FiscoSigning = 'all' | 'quorum' | ((number: bigint, index: number) => boolean);

export interface FiscoOptions {
  readonly generation?: 2 | 3;
  readonly cryptography?: Cryptography;
  /** How many there are at the start; 4 where it is missing. */
  readonly sealers?: number;
  /** Of the sealers by number; 1 each where it is missing. 3.x only. */
  readonly weights?: readonly (bigint | number)[];
  /** Names the keys: two chains of one seed share them. */
  readonly seed?: string;
  /** The pack's name of the chain. */
  readonly chainId?: string;
  readonly nativeChainId?: string;
  readonly groupId?: string;
  readonly version?: string;
  /** Milliseconds since 1970 of block 1. */
  readonly startMs?: bigint;
  readonly blockMs?: bigint;
  readonly sign?: FiscoSigning;
  readonly profile?: Partial<FiscoProfile>;
}

const NANOS_A_DAY = 86_400_000_000_000n;

export function fiscoProfile(options: FiscoOptions = {}): FiscoProfile {
  const { generation = 3, cryptography = 'international' } = options;
  const isThree = generation === 3;
  return {
    chainId: options.chainId ?? 'fisco-made-1',
    version: options.version ?? (isThree ? '3.6.0' : '2.9.1'),
    generation,
    cryptography,
    nativeChainId: options.nativeChainId ?? (isThree ? 'chain0' : '1'),
    groupId: options.groupId ?? (isThree ? 'group0' : '1'),
    addressStyle: '0x',
    trustingPeriodNanos: 14n * NANOS_A_DAY,
    maxClockDriftNanos: 10_000_000_000n,
    ...options.profile,
  };
}

/** The `profile` member of a trust pack. */
export function fiscoProfileJson(profile: FiscoProfile) {
  return {
    cryptography: profile.cryptography,
    nativeChainId: profile.nativeChainId,
    groupId: profile.groupId,
    ...(profile.genesisHash && { genesisHash: toHex(profile.genesisHash) }),
    ...(profile.addressStyle !== '0x' && { addressStyle: profile.addressStyle }),
    trustingPeriodSeconds: `${profile.trustingPeriodNanos / 1_000_000_000n}`,
    maxClockDriftSeconds: `${profile.maxClockDriftNanos / 1_000_000_000n}`,
  } as const;
}

/** 3.6.0 is 0x03060000. */
export function versionNumber(version: string): bigint {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(BigInt);
  return (BigInt(major) << 24n) | (BigInt(minor) << 16n) | (BigInt(patch) << 8n);
}

/** What a genesis of 3.1 and later says about itself, misspellings included (sheet 2.5). */
function genesisText(
  { cryptography, nativeChainId, groupId, version }: FiscoProfile,
  sealers: readonly Sealer[],
): string {
  return `${[
    '[chain]',
    `sm_crypto:${cryptography === 'national' ? 1 : 0}`,
    `chainID: ${nativeChainId}`,
    `grouID: ${groupId}`,
    '[consensys]',
    'consensus_type: pbft',
    'block_tx_count_limit:1000',
    'leader_period:1',
    '[version]',
    `compatibility_version:${version}`,
    '[tx]',
    'gaslimit:3000000000',
    '[executor]',
    'iswasm: 0',
    'isAuthCheck:0',
    'authAdminAccount:',
    'isSerialExecute:1',
    'epochSealerNum:4',
    'epochBlockNum:1000',
    ...sealers.map(({ nodeId, weight }, i) => `node.${i}:${toHex(nodeId)},${weight}`),
  ].join('\n')}\n`;
}

/** Everything but version and text is unset, and printed as zeros. */
export function genesisHeader(profile: FiscoProfile, sealers: readonly Sealer[]): HeaderV3 {
  const zero = new Uint8Array(32);
  return {
    generation: 3,
    version: versionNumber(profile.version),
    parents: [],
    transactionsRoot: zero,
    receiptsRoot: zero,
    stateRoot: zero,
    number: 0n,
    gasUsed: '0',
    timestamp: 0n,
    sealer: 0n,
    sealerList: [],
    extraData: toUtf8(genesisText(profile, sealers)),
    weights: [],
  };
}
