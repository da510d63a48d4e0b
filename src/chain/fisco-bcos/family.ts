// The `fisco-bcos` family: FISCO BCOS 2.2 and later, 3.0 and later, with national and with international cryptography.
import { toHex } from '../../codec/bytes.ts';
import { type ChainFamily, type LightBlock, markVerified, type Profile } from '../chain.ts';
import { cutFrame } from '../frames.ts';
import {
  decodeLightBlock,
  encodedSets,
  encodeLightBlock,
  generationOf,
  packHeaders,
  setChanges,
  setsOfLightBlock,
} from './compact.ts';
import { describeHeader } from './describe.ts';
import { makeConflict, withoutVotes } from './evidence.ts';
import { HEADER_PIECES } from './hash.ts';
import { isLightBlock, lightBlockToJson, readLightBlock } from './json.ts';
import { headerInFrame, linkFrame, parentOf, parentOfFrame } from './link.ts';
import type { FiscoHeader, FiscoLightBlock, Sealer } from './model.ts';
import { type FiscoProfile, readProfile } from './profile.ts';
import { quorum } from './quorum.ts';
import { records } from './records.ts';
import { checkNode, classifyRefusal, fetchHistory, fetchLightBlock } from './rpc.ts';
import { advance, anchor, expiry } from './rules.ts';
import { decodeSealers, setHash } from './sealers.ts';

// The client holds blocks and profiles as opaque values that it got from this family; the casts give them back their type.
const block = (value: LightBlock): FiscoLightBlock => value as FiscoLightBlock;
const facts = (value: Profile): FiscoProfile => value as FiscoProfile;

const asMember = ({ nodeId, weight }: Sealer) => ({ address: toHex(nodeId), power: weight });

const ABOUT_VOTES =
  /^fisco\/(wrong-signature|no-quorum|sealer-index|duplicate-signature|signature-length|embedded-key)$/;
const ABOUT_SEALERS =
  /^fisco\/(expired|not-the-checkpoint|set-change-.*|other-sealers|sealers-count|duplicate-sealer|weight|weights-count|no-weight|genesis-.*)$/;

function concerns(code: string): 'quorum' | 'validators' | 'header' {
  if (ABOUT_VOTES.test(code)) return 'quorum';
  return ABOUT_SEALERS.test(code) || /(expired|-checkpoint)$/.test(code) ? 'validators' : 'header';
}

export const fiscoBcos: ChainFamily = {
  id: 'fisco-bcos',
  time: 'claimed',
  readProfile,
  isLightBlock,
  readLightBlock: (profile, reader) => readLightBlock(facts(profile), reader),
  lightBlockToJson: (value) => lightBlockToJson(block(value)),
  encodeLightBlock: (value) => encodeLightBlock(block(value)),
  setsOfLightBlock,
  encodedSets: (value) => encodedSets(block(value)),
  decodeLightBlock: (profile, bytes, sets) => decodeLightBlock(facts(profile), bytes, sets),
  anchor: (profile, checkpoint, value) => anchor(facts(profile), checkpoint, block(value)),
  advance: (profile, trusted, target, now) =>
    advance(facts(profile), markVerified(block(trusted), trusted.how), block(target), now),
  quorum: (profile, value) => quorum(facts(profile), block(value)),
  expiry: (profile, value) => expiry(facts(profile), block(value)),
  parentOf: (value) => parentOf(block(value)),
  parentOfFrame,
  linkFrame: (profile, frame, target) => linkFrame(facts(profile), frame, target),
  headerInFrame: (profile, frame, target, height) => headerInFrame(facts(profile), frame, target, height),
  packHistory: (blocks) => packHeaders(blocks.map((value) => block(value).header)),
  cutFrame: (frame, from, to) => cutFrame(frame, from, to, HEADER_PIECES[generationOf(frame)]),
  headerOf: (value) => {
    const { height, hash, time, header } = block(value);
    return markVerified({ height, hash, time, header }, value.how);
  },
  describeHeader: (header) => describeHeader(header as FiscoHeader),
  membersOf: (value) => block(value).sealers.map(asMember),
  setChanges,
  readSet: (bytes) => {
    const sealers = decodeSealers(bytes);
    return { hash: setHash(sealers), members: sealers.map(asMember) };
  },
  setHashOf: (value) => setHash(block(value).sealers),
  votesOf: (value) => {
    const signed = new Set(block(value).signatures.map(({ index }) => index));
    return block(value).sealers.map((sealer, i) => ({ ...asMember(sealer), isForBlock: signed.has(i) }));
  },
  // A header carries its own list: there is nothing beside it that could differ.
  setsMatchHeader: () => true,
  withoutVotes: (value, places) => withoutVotes(block(value), places),
  conflict: (_, common, trusted, conflicting) => makeConflict(block(common), block(trusted), block(conflicting)),
  concerns,
  node: {
    checkNode: (profile) => checkNode(facts(profile)),
    fetchLightBlock: (profile, height) => fetchLightBlock(facts(profile), height),
    fetchHistory: (profile, from, to) => fetchHistory(facts(profile), from, to),
    classifyRefusal,
  },
  records,
};
