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

/** All but the time of a vote, which alone differs within a commit. */
type TimelessVote = Omit<CanonicalVote, 'time'>;

export function encodeCanonicalVote(vote: CanonicalVote): Uint8Array {
  return around(vote, timestamp(vote.time)).bytes;
}

interface Encoded {
  readonly bytes: Uint8Array;
  /** Where in it the time stands. */
  readonly timeAt: number;
}

function around(vote: TimelessVote, time: Uint8Array): Encoded {
  const before = concatBytes(
    varintField(1, vote.type),
    fixed64Field(2, vote.height),
    fixed64Field(3, BigInt(vote.round)),
    vote.blockId ? messageField(4, encodeCanonicalBlockId(vote.blockId)) : new Uint8Array(0),
  );
  const after = stringField(6, vote.chainId);
  const bytes = concatBytes(before, messageField(5, time), after);
  return { bytes, timeAt: bytes.length - after.length - time.length };
}

/** Votes that differ by their time, with their length before them: times of one length are put into copies of one vote. */
function votesOver(vote: TimelessVote): (time: Time) => Uint8Array {
  const copied = new Map<number, Encoded>();
  return (time) => {
    const stamp = timestamp(time);
    const known = copied.get(stamp.length) ?? delimitedAround(vote, stamp);
    copied.set(stamp.length, known);
    const bytes = known.bytes.slice();
    bytes.set(stamp, known.timeAt);
    return bytes;
  };
}

function delimitedAround(vote: TimelessVote, time: Uint8Array): Encoded {
  const { bytes, timeAt } = around(vote, time);
  const whole = delimited(bytes);
  return { bytes: whole, timeAt: timeAt + whole.length - bytes.length };
}

function encodeCanonicalBlockId(id: BlockId): Uint8Array {
  const parts = concatBytes(varintField(1, id.partsTotal), bytesField(2, id.partsHash));
  return concatBytes(bytesField(1, id.hash), messageField(2, parts));
}

/**
 * What the validator behind each entry of a commit signed. The chain id is the configured one, never the block's. A commit has
 * up to thousands of entries, so what they share is encoded once.
 */
export function signBytesOf(chainId: string, { height, round, blockId }: Commit): (sig: CommitSig) => Uint8Array {
  const ofBlock = votesOver({ type: PRECOMMIT, height, round, blockId, chainId });
  const ofNil = votesOver({ type: PRECOMMIT, height, round, chainId });
  return ({ flag, time }) => (flag === FLAG.commit ? ofBlock : ofNil)(time);
}
