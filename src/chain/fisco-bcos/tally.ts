// Counting weight: distinct sealers are counted, never signatures, and every entry must be right, as nodes have it too
// (sheet 2.4). Nodes do not refuse an entry that stands there twice; we do, in `validate.ts`.
import { toHex } from '../../codec/bytes.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import type { SignatureClaim } from '../../crypto/claim.ts';
import type { Rule } from '../chain.ts';
import type { FiscoLightBlock, Sealer, SealerSignature } from './model.ts';
import { type FiscoProfile, schemeOf } from './profile.ts';
import { quorumOf, totalWeight } from './sealers.ts';

export interface Tally {
  readonly weight: bigint;
  readonly quorum: bigint;
  readonly total: bigint;
}

export function reachesQuorum({ weight, quorum }: Tally): boolean {
  return weight >= quorum;
}

/** Weight of those who signed, in the block's own list. */
export function tally(block: FiscoLightBlock): Tally {
  const total = totalWeight(block.sealers);
  const weight = block.signatures.reduce((sum, { index }) => sum + (block.sealers[index]?.weight ?? 0n), 0n);
  return { weight, quorum: quorumOf(total), total };
}

/** Weight of those who signed and belong to another set, in that set. */
export function tallyOf(members: readonly Sealer[], block: FiscoLightBlock): Tally {
  const weights = new Map(members.map(({ nodeId, weight }) => [toHex(nodeId), weight]));
  const total = totalWeight(members);
  const weightOf = ({ index }: SealerSignature) => weights.get(toHex(block.sealers[index]!.nodeId)) ?? 0n;
  const weight = block.signatures.reduce((sum, entry) => sum + weightOf(entry), 0n);
  return { weight, quorum: quorumOf(total), total };
}

export function claimFor(profile: FiscoProfile, block: FiscoLightBlock, entry: SealerSignature): SignatureClaim {
  const publicKey = block.sealers[entry.index]!.nodeId;
  const hasKey = profile.cryptography === 'national' && entry.signature.length > 64; // in 2.x
  const signature = hasKey ? entry.signature.subarray(0, 64) : entry.signature;
  return { scheme: schemeOf(profile), publicKey, message: block.hash, signature };
}

/** Errors: `fisco/no-quorum`, before any signature is looked at; `fisco/wrong-signature`. */
export function* checkQuorum(profile: FiscoProfile, block: FiscoLightBlock): Rule<Tally> {
  const counted = tally(block);
  ensure(reachesQuorum(counted), 'fisco/no-quorum', { ...counted });
  const answers = yield block.signatures.map((entry) => claimFor(profile, block, entry));
  const wrong = block.signatures.find((_, i) => answers[i] !== true);
  if (wrong)
    throw new MingzhengError('fisco/wrong-signature', {
      index: wrong.index,
      sealer: toHex(block.sealers[wrong.index]!.nodeId),
    });
  return counted;
}
