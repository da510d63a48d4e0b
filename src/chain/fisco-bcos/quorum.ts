// Who signed a block: each sealer's vote. Every signature is checked, as the rule of the chain has it.
import { toHex } from '../../codec/bytes.ts';
import type { Rule } from '../chain.ts';
import type { QuorumView, VoteView } from '../view.ts';
import type { FiscoLightBlock, Sealer } from './model.ts';
import type { FiscoProfile } from './profile.ts';
import { quorumOf, totalWeight } from './sealers.ts';
import { claimFor } from './tally.ts';
import { checkLightBlock } from './validate.ts';

/** The votes of a block by its own list. Nobody signs a genesis. */
export function* quorum(profile: FiscoProfile, block: FiscoLightBlock): Rule<QuorumView> {
  checkLightBlock(profile, block);
  const answers = yield block.signatures.map((entry) => claimFor(profile, block, entry));
  const isRight = new Map(block.signatures.map(({ index }, i) => [index, answers[i] === true]));
  const signatures = new Map(block.signatures.map(({ index, signature }) => [index, toHex(signature)]));
  const votes = block.sealers.map((sealer, i) => voteView(profile, sealer, isRight.get(i), signatures.get(i)));
  const signedPower = votes.reduce((sum, vote) => (vote.state === 'signed' ? sum + vote.power : sum), 0n);
  const total = totalWeight(block.sealers);
  // The view's `needed` must be exceeded, FISCO's quorum be reached.
  return { votes, signedPower, totalPower: total, needed: quorumOf(total) - 1n };
}

function voteView(
  { cryptography }: FiscoProfile,
  { nodeId, weight }: Sealer,
  isRight: boolean | undefined,
  signature: string | undefined,
): VoteView {
  const state = isRight === undefined ? 'absent' : isRight ? 'signed' : 'wrong';
  const keyType = cryptography === 'national' ? 'sm2' : 'secp256k1';
  const id = toHex(nodeId);
  return { address: id, keyType, publicKey: id, power: weight, state, ...(signature !== undefined && { signature }) };
}
