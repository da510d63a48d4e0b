// What a FISCO BCOS header must look like by itself, each rule a predicate with its own code. In 3.x these rules are what
// makes a hash stand for one header only: without separators, a sealer moved into extraData keeps the hash (sheet 2.2).
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { memoized } from '../../codec/memo.ts';
import { ensure } from '../../core/error.ts';
import type { FiscoHeader, FiscoLightBlock, HeaderV2, HeaderV3, Sealer, SealerSignature } from './model.ts';
import type { FiscoProfile } from './profile.ts';
import { MAX_SEALERS, MAX_WEIGHT, totalWeight } from './sealers.ts';

/** 3.0.0 to 3.255.255; a release candidate numbers itself 1 to 4 and packs its integers in another way. */
export function isKnownVersion(version: bigint): boolean {
  return version >= 0x03000000n && version <= 0x03ffffffn && (version & 0xffn) === 0n;
}

export function isReleaseCandidate(version: bigint): boolean {
  return version >= 1n && version <= 4n;
}

/** Decimal without leading zeros, at most 19 digits: so that it cannot slide into the number before or the time behind. */
export function isDecimal(text: string): boolean {
  return /^(0|[1-9][0-9]{0,18})$/.test(text);
}

export function namesItsParent(header: HeaderV3): boolean {
  const [parent, ...more] = header.parents;
  return parent !== undefined && more.length === 0 && parent.number === header.number - 1n;
}

const hasDistinctSealers = memoized(
  (sealers: readonly Sealer[]) => new Set(sealers.map(({ nodeId }) => toHex(nodeId))).size === sealers.length,
);

/** Errors: `fisco/...`. Nothing is hashed. */
export function checkHeader(header: FiscoHeader): void {
  if (header.generation === 2) checkHeaderV2(header);
  else if (header.number === 0n) checkGenesis(header);
  else checkHeaderV3(header);
}

function checkVersion({ version, number }: HeaderV3): void {
  ensure(!isReleaseCandidate(version), 'fisco/release-candidate', { version });
  // A genesis of 3.0 leaves its version unset.
  ensure(isKnownVersion(version) || (version === 0n && number === 0n), 'fisco/version', { version });
}

function checkHeaderV3(header: HeaderV3): void {
  checkVersion(header);
  ensure(namesItsParent(header), 'fisco/parents', { count: header.parents.length, number: header.number });
  ensure(isDecimal(header.gasUsed), 'fisco/gas-used', { text: header.gasUsed.slice(0, 40) });
  ensure(header.extraData.length === 0, 'fisco/extra-data', { length: header.extraData.length });
  const { length } = header.sealerList;
  ensure(length === header.weights.length, 'fisco/weights-count', { sealers: length, weights: header.weights.length });
  ensure(header.sealer < BigInt(length), 'fisco/leader-index', { index: header.sealer, sealers: length });
}

/** Everything but version and text is unset. */
function checkGenesis(header: HeaderV3): void {
  checkVersion(header);
  const roots = [header.transactionsRoot, header.receiptsRoot, header.stateRoot];
  const isEmpty =
    header.parents.length === 0 &&
    header.sealerList.length === 0 &&
    header.weights.length === 0 &&
    header.gasUsed === '0' &&
    header.sealer === 0n &&
    roots.every((root) => root.every((byte) => byte === 0));
  ensure(isEmpty, 'fisco/genesis-not-empty');
}

function checkHeaderV2(header: HeaderV2): void {
  // Its sealers stand in a text whose grammar was never confirmed; a pack names a later block.
  ensure(header.number > 0n, 'fisco/genesis-v2');
  const { length } = header.sealerList;
  ensure(header.sealer < BigInt(length), 'fisco/leader-index', { index: header.sealer, sealers: length });
}

/** Errors: `fisco/sealers-count`, `fisco/duplicate-sealer`, `fisco/weight`, `fisco/no-weight`. */
export const checkSealers = memoized((sealers: readonly Sealer[]): void => {
  ensure(sealers.length > 0 && sealers.length <= MAX_SEALERS, 'fisco/sealers-count', { count: sealers.length });
  ensure(hasDistinctSealers(sealers), 'fisco/duplicate-sealer');
  for (const { nodeId, weight } of sealers)
    ensure(weight >= 0n && weight <= MAX_WEIGHT, 'fisco/weight', () => ({ sealer: toHex(nodeId), weight }));
  ensure(totalWeight(sealers) > 0n, 'fisco/no-weight');
});

/** Every entry must be one of a sealer of the list, once, with a signature of the form that the chain has. */
export function checkSignatures(profile: FiscoProfile, block: FiscoLightBlock): void {
  const seen = new Set<number>();
  for (const entry of block.signatures) {
    const { index } = entry;
    ensure(index < block.sealers.length, 'fisco/sealer-index', { index, sealers: block.sealers.length });
    ensure(!seen.has(index), 'fisco/duplicate-signature', { index });
    seen.add(index);
    checkSignatureForm(profile, entry, block.sealers[index]!);
  }
}

/** r || s || v in international cryptography; r || s in national, in 2.x with the key behind, which must be the sealer's. */
function checkSignatureForm(profile: FiscoProfile, { index, signature }: SealerSignature, sealer: Sealer): void {
  const hasKey = profile.cryptography === 'national' && profile.generation === 2;
  const expected = profile.cryptography === 'international' ? 65 : hasKey ? 128 : 64;
  ensure(signature.length === expected, 'fisco/signature-length', { index, found: signature.length, expected });
  ensure(!hasKey || bytesEqual(signature.subarray(64), sealer.nodeId), 'fisco/embedded-key', { index });
}

/** Everything about one light block that needs no other block and no signature. */
export function checkLightBlock(profile: FiscoProfile, block: FiscoLightBlock): void {
  ensure(block.header.generation === profile.generation, 'fisco/generation', {
    found: block.header.generation,
    expected: profile.generation,
  });
  checkHeader(block.header);
  ensure(block.claimedHash === undefined || bytesEqual(block.claimedHash, block.hash), 'fisco/hash', () => ({
    found: toHex(block.hash),
    claimed: toHex(block.claimedHash ?? block.hash),
  }));
  checkSealers(block.sealers);
  checkSignatures(profile, block);
}
