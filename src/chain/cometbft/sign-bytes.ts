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
  return concatBytes(
    varintField(1, vote.type),
    fixed64Field(2, vote.height),
    fixed64Field(3, BigInt(vote.round)),
    vote.blockId ? messageField(4, encodeCanonicalBlockId(vote.blockId)) : new Uint8Array(0),
    messageField(5, timestamp(vote.time)),
    stringField(6, vote.chainId),
  );
}

function encodeCanonicalBlockId(id: BlockId): Uint8Array {
  const parts = concatBytes(varintField(1, id.partsTotal), bytesField(2, id.partsHash));
  return concatBytes(bytesField(1, id.hash), messageField(2, parts));
}

/** What the validator behind one entry of a commit signed. The chain id is the configured one, never the block's. */
export function voteSignBytes(chainId: string, commit: Commit, sig: CommitSig): Uint8Array {
  const { height, round } = commit;
  const blockId = sig.flag === FLAG.commit ? commit.blockId : undefined;
  return delimited(encodeCanonicalVote({ type: PRECOMMIT, height, round, blockId, time: sig.time, chainId }));
}
