// Who signed a block: each member's vote and, on demand, every signature, nil votes and those behind the threshold too.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import type { Rule } from '../chain.ts';
import type { QuorumView, VoteView } from '../view.ts';
import { type CometLightBlock, type CommitSig, FLAG, type Validator } from './model.ts';
import type { CometProfile } from './profile.ts';
import { type CountedVote, checkSignatureCount, claimsOf, tallyOwnSet, threshold } from './tally.ts';
import { checkLightBlock, totalPower } from './validate.ts';

/**
 * The votes of a block. With `everySignature` all signatures are checked and a wrong one is shown as `wrong`; without, only
 * those that the two-thirds rule counts, and the rest is `not-checked`.
 */
export function* quorum(profile: CometProfile, block: CometLightBlock, everySignature: boolean): Rule<QuorumView> {
  checkLightBlock(profile, block);
  checkSignatureCount(block.commit, block.validators);
  const votes = everySignature ? allVotes(block) : tallyOwnSet(block).votes;
  const answers = yield votes.map(claimsOf(profile, block.commit));
  const right = new Map(votes.map((vote, i) => [vote.index, answers[i] === true && hasOwnAddress(block, vote)]));
  const views = block.validators.validators.map((validator, i) =>
    voteView(validator, block.commit.signatures[i]!, right.get(i)),
  );
  const signedPower = views.reduce((sum, view) => (view.state === 'signed' ? sum + view.power : sum), 0n);
  const total = totalPower(block.validators);
  return { votes: views, signedPower, totalPower: total, needed: threshold(total, 2n, 3n) };
}

function allVotes(block: CometLightBlock): CountedVote[] {
  return block.commit.signatures.flatMap((sig, index) =>
    sig.flag === FLAG.absent ? [] : [{ index, validator: block.validators.validators[index]! }],
  );
}

/** The address beside a vote is not signed; a foreign one makes the vote nobody's. */
function hasOwnAddress(block: CometLightBlock, vote: CountedVote): boolean {
  return bytesEqual(block.commit.signatures[vote.index]!.address, vote.validator.address);
}

function voteView(validator: Validator, sig: CommitSig, right: boolean | undefined): VoteView {
  const base = {
    address: toHex(validator.address),
    keyType: validator.keyType,
    publicKey: toHex(validator.publicKey),
    power: validator.power,
    state: voteState(sig, right),
  };
  if (sig.flag === FLAG.absent) return base;
  return { ...base, signature: toHex(sig.signature), seconds: sig.time.seconds, nanos: sig.time.nanos };
}

function voteState(sig: CommitSig, right: boolean | undefined): VoteView['state'] {
  if (sig.flag === FLAG.absent) return 'absent';
  if (right === false) return 'wrong';
  if (sig.flag === FLAG.nil) return 'nil';
  return right === undefined ? 'not-checked' : 'signed';
}
