// The `cometbft` family: CometBFT and Tendermint 0.34, 0.37, 0.38 and 1.0, as the client sees it.
import { toHex } from '../../codec/bytes.ts';
import { type ChainFamily, markVerified } from '../chain.ts';
import { cutFrame } from '../frames.ts';
import {
  decodeLightBlock,
  decodeValidatorSet,
  encodedSets,
  encodeLightBlock,
  packHeaders,
  setChanges,
  setsOfLightBlock,
} from './compact.ts';
import { describeHeader } from './describe.ts';
import { makeConflict, withoutVotes } from './evidence.ts';
import { HEADER_LEAVES } from './hash.ts';
import { readLightBlock } from './json.ts';
import { lightBlockToJson } from './json-out.ts';
import { headerInFrame, linkFrame, parentOf, parentOfFrame } from './link.ts';
import { type CometLightBlock, FLAG, type Header, type Validator } from './model.ts';
import { type CometProfile, readProfile } from './profile.ts';
import { quorum } from './quorum.ts';
import { records } from './records.ts';
import { checkNode, classifyRefusal, fetchHistory, fetchLightBlock, isNewBlockEvent, NEW_BLOCK } from './rpc.ts';
import { advance, anchor, expiry } from './rules.ts';
import { nextValidatorsMatchHeader, validatorsMatchHeader } from './validate.ts';

// The client holds blocks and profiles as opaque values that it got from this family; the casts give them back their type.
const block = (value: unknown): CometLightBlock => value as CometLightBlock;
const facts = (value: unknown): CometProfile => value as CometProfile;

const asMember = ({ address, power }: Validator) => ({ address: toHex(address), power });

const ABOUT_VOTES =
  /\/(wrong-signature|no-quorum|signature-(count|length)|vote-(address|flag)|absent-vote-not-empty|double-vote|commit-.*|key-type-unsupported)$/;
const ABOUT_VALIDATORS =
  /(expired|-checkpoint|not-enough-trust|not-the-announced-set|validators-.*|duplicate-validator|address-.*|power|key-type|key-length)$/;

function concerns(code: string): 'quorum' | 'validators' | 'header' {
  if (ABOUT_VOTES.test(code)) return 'quorum';
  return ABOUT_VALIDATORS.test(code) ? 'validators' : 'header';
}

export const cometbft: ChainFamily = {
  id: 'cometbft',
  time: 'agreed',
  readProfile,
  isLightBlock: (reader) => reader.has('signed_header'),
  readLightBlock: (_, reader) => readLightBlock(reader),
  lightBlockToJson: (value) => lightBlockToJson(block(value)),
  encodeLightBlock: (value) => encodeLightBlock(block(value)),
  setsOfLightBlock,
  encodedSets: (value) => encodedSets(block(value)),
  decodeLightBlock: (_, bytes, sets) => decodeLightBlock(bytes, sets),
  anchor: (profile, checkpoint, value) => anchor(facts(profile), checkpoint, block(value)),
  advance: (profile, trusted, target, now) =>
    advance(facts(profile), markVerified(block(trusted), trusted.how), block(target), now),
  quorum: (profile, value, everySignature) => quorum(facts(profile), block(value), everySignature),
  expiry: (profile, value) => expiry(facts(profile), block(value)),
  parentOf: (value) => parentOf(block(value)),
  parentOfFrame,
  linkFrame: (profile, frame, target) => linkFrame(facts(profile), frame, target),
  headerInFrame: (profile, frame, target, height) => headerInFrame(facts(profile), frame, target, height),
  packHistory: (blocks) => packHeaders(blocks.map((value) => block(value).header)),
  cutFrame: (frame, from, to) => cutFrame(frame, from, to, HEADER_LEAVES),
  headerOf: (value) => {
    const { height, hash, time, header } = block(value);
    return markVerified({ height, hash, time, header }, value.how);
  },
  describeHeader: (header) => describeHeader(header as Header),
  membersOf: (value) => block(value).validators.validators.map(asMember),
  setChanges,
  readSet: (bytes) => {
    const set = decodeValidatorSet(bytes);
    return { hash: toHex(set.hash), members: set.validators.map(asMember) };
  },
  setHashOf: (value) => toHex(block(value).header.validatorsHash),
  votesOf: (value) =>
    block(value).validators.validators.map((validator, i) => ({
      ...asMember(validator),
      isForBlock: block(value).commit.signatures[i]?.flag === FLAG.commit,
    })),
  setsMatchHeader: (value) => validatorsMatchHeader(block(value)) && nextValidatorsMatchHeader(block(value)),
  withoutVotes: (value, places) => withoutVotes(block(value), places),
  conflict: (profile, common, trusted, conflicting) =>
    makeConflict(facts(profile), block(common), block(trusted), block(conflicting)),
  concerns,
  node: {
    checkNode: (profile) => checkNode(facts(profile)),
    fetchLightBlock: (_, height) => fetchLightBlock(height),
    fetchHistory: (_, from, to) => fetchHistory(from, to),
    newBlock: NEW_BLOCK,
    isNewBlockEvent,
    classifyRefusal,
  },
  records,
};
