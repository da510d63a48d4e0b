// Profiles for test data, where no trust pack says them: what a row states, or what its network's version implies.
import type { Verified } from '../../src/chain/chain.ts';
import { markVerified } from '../../src/chain/chain.ts';
import type { CometLightBlock } from '../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import { fromNanos, type Time, toNanos } from '../../src/codec/time.ts';

const TEN_SECONDS = 10_000_000_000n;
/** Longer than any recording. */
const LONG = 100n * 365n * 86_400n * 1_000_000_000n;
export const NATIONAL_KEYS: CometProfile['keyTypes'] = ['sm2'];
export const ONE_THIRD = { numerator: 1n, denominator: 3n };

export function testProfile(chainId: string, facts: Partial<CometProfile> = {}): CometProfile {
  return {
    chainId,
    version: '0.38.26',
    blockProtocol: 11n,
    keyTypes: ['ed25519', 'secp256k1'],
    ed25519: 'zip215',
    trustLevel: ONE_THIRD,
    trustingPeriodNanos: LONG,
    maxClockDriftNanos: TEN_SECONDS,
    dataHash: 'transactions',
    ...facts,
  };
}

/** A chain that begins with SM2 keys has no others, as its genesis says; else those that CometBFT's chains may have. */
export function keyTypesOf(first: CometLightBlock | undefined): CometProfile['keyTypes'] {
  const isNational = first?.validators.validators.some(({ keyType }) => keyType === 'sm2') ?? false;
  return isNational ? NATIONAL_KEYS : ['ed25519', 'secp256k1'];
}

/** ZIP-215 came with 0.38; before, nodes used Go's own rule. */
export function ed25519RuleOf(version: string | undefined): CometProfile['ed25519'] {
  return version !== undefined && /^v?0\.3[0-7](\.|$)/.test(version) ? 'go' : 'zip215';
}

export function readLevel(text: string): CometProfile['trustLevel'] {
  const [numerator = '', denominator = ''] = text.split('/');
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** Test data says which block is believed, without a proof. */
export function believed(block: CometLightBlock): Verified<CometLightBlock> {
  return markVerified(block, 'checkpoint');
}

/** A clock that has just seen the block. */
export function justAfter(block: { readonly time: Time }): Time {
  return fromNanos(toNanos(block.time) + 1n);
}

/** The block with the set that signs the next one stated, as the rules want it for a trusted block. */
export function withNextSet(block: CometLightBlock): CometLightBlock {
  return { ...block, nextValidators: block.nextValidators ?? block.validators };
}
