// The bytes that a validator signs: CanonicalVote, preceded by its length (types/canonical.go).
import { concatBytes } from '../../codec/bytes.ts';
import {
  bytesField,
  delimited,
  fixed64Field,
  messageField,
  stringField,
  timestamp,
  varintField,
} from '../../codec/protobuf.ts';
import type { Time } from '../../codec/time.ts';
import { type BlockId, type Commit, type CommitSig, FLAG } from './model.ts';

const PRECOMMIT = 2;

export interface CanonicalVote {
  readonly type: number;
  readonly height: bigint;
  readonly round: number;
  /** undefined for a nil vote: then the field is left out altogether. */
  readonly blockId?: BlockId;
  readonly time: Time;
  readonly chainId: string;
}

export function encodeCanonicalVote(vote: CanonicalVote): Uint8Array {
  return around(vote)(vote.time);
}

/** All but the time of a vote, which alone differs within a commit: gives the vote for a time. */
function around(vote: Omit<CanonicalVote, 'time'>): (time: Time) => Uint8Array {
  const before = concatBytes(
    varintField(1, vote.type),
    fixed64Field(2, vote.height),
    fixed64Field(3, BigInt(vote.round)),
    vote.blockId ? messageField(4, encodeCanonicalBlockId(vote.blockId)) : new Uint8Array(0),
  );
  const after = stringField(6, vote.chainId);
  return (time) => {
    const stamp = timestamp(time);
    return concatBytes(before, Uint8Array.of(TIME_TAG, stamp.length), stamp, after); // a length below 128 is one byte
  };
}

/** Of field 5, a message. */
const TIME_TAG = (5 << 3) | 2;

function encodeCanonicalBlockId(id: BlockId): Uint8Array {
  const parts = concatBytes(varintField(1, id.partsTotal), bytesField(2, id.partsHash));
  return concatBytes(bytesField(1, id.hash), messageField(2, parts));
}

/**
 * What the validator behind each entry of a commit signed. The chain id is the configured one, never the block's. A commit has
 * up to thousands of entries, so what they share is encoded once.
 */
export function signBytesOf(chainId: string, { height, round, blockId }: Commit): (sig: CommitSig) => Uint8Array {
  const ofBlock = around({ type: PRECOMMIT, height, round, blockId, chainId });
  const ofNil = around({ type: PRECOMMIT, height, round, chainId });
  return ({ flag, time }) => delimited((flag === FLAG.commit ? ofBlock : ofNil)(time));
}
