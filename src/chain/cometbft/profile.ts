// What a trust pack says about one CometBFT chain: facts that no byte on the wire tells.
import type { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import type { SignatureScheme } from '../../crypto/claim.ts';
import type { Profile } from '../chain.ts';
import type { KeyType } from './model.ts';

export interface CometProfile extends Profile {
  /** undefined: not compared (test data of old versions). */
  readonly blockProtocol?: bigint;
  /** Only for test data made by models, whose headers name no parents. No trust pack can say it. */
  readonly parents?: 'not-in-data';
  readonly keyTypes: readonly KeyType[];
  /** ZIP-215 from 0.38 on, Go's cofactorless rule before. */
  readonly ed25519: 'zip215' | 'go';
  readonly trustLevel: { readonly numerator: bigint; readonly denominator: bigint };
  readonly trustingPeriodNanos: bigint;
  /** Whether data_hash is the Merkle root of the transactions (Celestia's is not). */
  readonly dataHash: 'transactions' | 'other';
}

const KEY_TYPES: readonly KeyType[] = ['ed25519', 'secp256k1', 'sm2', 'sr25519', 'bls12381'];
const MAX_SECONDS = 10n ** 10n;

/** Reads the `profile` member of a chain in a trust pack (docs/formats/trust-pack.md). Errors: `json/...`, `trust/...`. */
export function readProfile(chainId: string, version: string, reader: Reader): CometProfile {
  reader.only(
    'blockProtocol',
    'keyTypes',
    'ed25519',
    'trustLevel',
    'trustingPeriodSeconds',
    'maxClockDriftSeconds',
    'dataHash',
  );
  const rule = reader.string('ed25519');
  const dataHash = reader.string('dataHash');
  ensure(rule === 'zip215' || rule === 'go', 'trust/unknown-rule', { path: reader.at('ed25519'), value: rule });
  ensure(dataHash === 'transactions' || dataHash === 'other', 'trust/unknown-rule', {
    path: reader.at('dataHash'),
    value: dataHash,
  });
  return {
    chainId,
    version,
    blockProtocol: reader.integer('blockProtocol', 0n, 2n ** 63n - 1n),
    keyTypes: readKeyTypes(reader),
    ed25519: rule,
    trustLevel: readTrustLevel(reader.reader('trustLevel')),
    trustingPeriodNanos: reader.integer('trustingPeriodSeconds', 1n, MAX_SECONDS) * 1_000_000_000n,
    maxClockDriftNanos: reader.integer('maxClockDriftSeconds', 0n, 3600n) * 1_000_000_000n,
    dataHash,
  };
}

function readKeyTypes(reader: Reader): KeyType[] {
  const types = reader.array('keyTypes', 5).map(readKeyType);
  ensure(types.length > 0, 'trust/unknown-rule', { path: reader.at('keyTypes'), value: '' });
  return types;
}

function readKeyType(value: unknown): KeyType {
  const found = KEY_TYPES.find((type) => type === value);
  ensure(found !== undefined, 'trust/unknown-rule', { path: 'keyTypes', value: String(value).slice(0, 40) });
  return found;
}

/** A level outside [1/3, 1] is unsound (light.ValidateTrustLevel). */
function readTrustLevel(reader: Reader): CometProfile['trustLevel'] {
  reader.only('numerator', 'denominator');
  const numerator = reader.integer('numerator', 1n, 1_000_000n);
  const denominator = reader.integer('denominator', 1n, 1_000_000n);
  const isSound = numerator * 3n >= denominator && numerator <= denominator;
  ensure(isSound, 'trust/trust-level', { numerator, denominator });
  return { numerator, denominator };
}

/** The signature rule for a key type under this profile, or undefined where no code of ours can check it yet. */
export function schemeFor(profile: CometProfile, keyType: KeyType): SignatureScheme | undefined {
  if (keyType === 'ed25519') return profile.ed25519 === 'zip215' ? 'ed25519-zip215' : 'ed25519-go';
  if (keyType === 'sm2') return 'sm2-compressed';
  return keyType === 'secp256k1' ? 'secp256k1-sha256' : undefined;
}
