// What a trust pack says about one FISCO BCOS chain. `chain0` and `group0` are what nearly every chain calls itself, so the
// pack's own id names the chain and these two are facts about it.
import { fromHex } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import type { HashAlgorithm } from '../../core/core.ts';
import { ensure } from '../../core/error.ts';
import type { SignatureScheme } from '../../crypto/claim.ts';
import type { Profile } from '../chain.ts';

export interface FiscoProfile extends Profile {
  readonly generation: 2 | 3;
  /** National (SM2, SM3) or international cryptography (secp256k1, Keccak-256): one for a whole group. */
  readonly cryptography: 'national' | 'international';
  /** What the chain's own transactions name; in 2.x numbers. */
  readonly nativeChainId: string;
  readonly groupId: string;
  readonly genesisHash?: Uint8Array;
  /** How the chain writes a called address into transactions: pinned, so that no field can slide into the next. */
  readonly addressStyle: '0x' | 'plain';
  readonly trustingPeriodNanos: bigint;
}

const MAX_SECONDS = 10n ** 10n;

/** Reads the `profile` member of a chain in a trust pack (docs/formats/trust-pack.md). Errors: `json/...`, `trust/...`. */
export function readProfile(chainId: string, version: string, reader: Reader): FiscoProfile {
  reader.only(
    'cryptography',
    'nativeChainId',
    'groupId',
    'genesisHash',
    'addressStyle',
    'trustingPeriodSeconds',
    'maxClockDriftSeconds',
  );
  const genesisHash = reader.has('genesisHash') ? fromHex(reader.string('genesisHash', 64)) : undefined;
  ensure(genesisHash === undefined || genesisHash.length === 32, 'trust/checkpoint', {
    path: reader.at('genesisHash'),
  });
  return {
    chainId,
    version,
    generation: generationOf(version),
    cryptography: oneOf(reader, 'cryptography', ['national', 'international']),
    nativeChainId: reader.string('nativeChainId', 100),
    groupId: reader.string('groupId', 100),
    ...(genesisHash && { genesisHash }),
    addressStyle: reader.has('addressStyle') ? oneOf(reader, 'addressStyle', ['0x', 'plain']) : '0x',
    trustingPeriodNanos: reader.integer('trustingPeriodSeconds', 1n, MAX_SECONDS) * 1_000_000_000n,
    maxClockDriftNanos: reader.integer('maxClockDriftSeconds', 0n, 3600n) * 1_000_000_000n,
  };
}

/** 2.2 to 2.x and 3.0 to 3.x: before 2.2 blocks have no trees. Errors: `trust/unknown-rule`. */
function generationOf(version: string): 2 | 3 {
  const [, major, minor] = /^([23])\.(\d{1,3})(\.|$)/.exec(version) ?? [];
  ensure(major === '3' || (major === '2' && Number(minor) >= 2), 'trust/unknown-rule', {
    path: 'version',
    value: version,
  });
  return major === '3' ? 3 : 2;
}

function oneOf<T extends string>(reader: Reader, key: string, choices: readonly T[]): T {
  const value = reader.string(key, 40);
  const found = choices.find((choice) => choice === value);
  ensure(found !== undefined, 'trust/unknown-rule', { path: reader.at(key), value });
  return found;
}

/** The one hash of the chain: of headers, transactions, trees, addresses, selectors and topics. */
export function hashOf({ cryptography }: Pick<FiscoProfile, 'cryptography'>): HashAlgorithm {
  return cryptography === 'national' ? 'sm3' : 'keccak256';
}

export function schemeOf({ cryptography }: Pick<FiscoProfile, 'cryptography'>): SignatureScheme {
  return cryptography === 'national' ? 'sm2-plain' : 'secp256k1-recoverable';
}

/** From 2.9.0 on a receipt's hash covers the gas that was left. */
export function hashesRemainGas({ version }: Pick<FiscoProfile, 'version'>): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || minor >= 9;
}
