// History by hash links: a header's ancestors are as good as itself, since each header names its parent's hash (CometBFT
// VerifyBackwards). A whole frame is hashed in one call of the core; no signature and no clock is needed.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { stringField, varintField } from '../../codec/protobuf.ts';
import { decodeFields } from '../../codec/protobuf-read.ts';
import { compareTime, formatTime, type Time } from '../../codec/time.ts';
import { ensure } from '../../core/error.ts';
import { merkleRoots } from '../../core/hashing.ts';
import { type Frame, type LinkedFrame, type LinkTarget, markVerified, type Verified } from '../chain.ts';
import { frameCount } from '../frames.ts';
import { frameLeaves, headerFromLeaves, readTimestamp } from './compact.ts';
import { HEADER_LEAVES } from './hash.ts';
import type { CometLightBlock, Header } from './model.ts';
import type { CometProfile } from './profile.ts';

/** What a trusted block says about its parent. */
export function parentOf(block: CometLightBlock): LinkTarget {
  return { height: block.height - 1n, hash: block.header.lastBlockId.hash, before: block.time };
}

/** What a linked frame says about the header below it. */
export function parentOfFrame(frame: LinkedFrame): LinkTarget {
  return { height: frame.from - 1n, hash: frame.parentHash, before: frame.bottomTime };
}

interface Walk {
  readonly parents: Uint8Array[];
  readonly times: Time[];
}

/**
 * Checks that the frame ends in the header that `target` names, and that each of its headers names the one below it: hash,
 * height, chain id, time strictly earlier. Errors: `cometbft/link-...`, `chain/frame-range`, `core/packing`.
 */
export function linkFrame(profile: CometProfile, frame: Frame, target: LinkTarget): LinkedFrame {
  const treeCount = frameCount(frame);
  ensure(frame.to === target.height, 'cometbft/link-height', { found: frame.to, expected: target.height });
  const roots = merkleRoots({ bytes: frame.bytes, treeCount, leavesPerTree: HEADER_LEAVES });
  const { parents, times } = walkLeaves(profile, frame);
  const root = (i: number) => roots.subarray(32 * i, 32 * i + 32);
  for (let i = treeCount - 1; i >= 0; i--) {
    const expected = i === treeCount - 1 ? target.hash : parents[i + 1]!;
    checkLink(frame.from + BigInt(i), root(i), expected);
    checkEarlier(frame.from + BigInt(i), times[i]!, times[i + 1] ?? target.before);
  }
  return {
    ...frame,
    hashes: roots,
    topHash: root(treeCount - 1).slice(),
    topTime: times[treeCount - 1]!,
    parentHash: parents[0]!.slice(),
    bottomTime: times[0]!,
  };
}

function checkLink(height: bigint, found: Uint8Array, expected: Uint8Array): void {
  ensure(bytesEqual(found, expected), 'cometbft/link-hash', () => ({
    height,
    found: toHex(found),
    expected: toHex(expected),
  }));
}

function checkEarlier(height: bigint, time: Time, later: Time): void {
  ensure(compareTime(time, later) < 0, 'cometbft/link-time', () => ({
    height,
    found: formatTime(time),
    before: formatTime(later),
  }));
}

/** Reads only what links need: chain id, height, time and parent hash; the rest of a header is covered by its hash. */
function walkLeaves(profile: CometProfile, frame: Frame): Walk {
  const chainLeaf = stringField(1, profile.chainId);
  const versionStart = profile.blockProtocol === undefined ? undefined : varintField(1, profile.blockProtocol);
  const parents: Uint8Array[] = [];
  const times: Time[] = [];
  let height = frame.from;
  for (const leaves of frameLeaves(frame)) {
    ensure(bytesEqual(leaves[1]!, chainLeaf), 'cometbft/link-chain-id', { height });
    ensure(bytesEqual(leaves[2]!, varintField(1, height)), 'cometbft/link-height', { found: -1n, expected: height });
    if (versionStart)
      ensure(bytesEqual(leaves[0]!.subarray(0, versionStart.length), versionStart), 'cometbft/block-protocol', {
        height,
      });
    parents.push(decodeFields(leaves[4]!).bytes(1));
    times.push(readTimestamp(decodeFields(leaves[3]!)));
    height++;
  }
  return { parents, times };
}

export type AncestorHeader = Verified<{ height: bigint; hash: Uint8Array; time: Time; header: Header }>;

/** The whole header at one height of a frame that links; `target` is what its newer neighbour says. Errors as `linkFrame`. */
export function headerInFrame(profile: CometProfile, frame: Frame, target: LinkTarget, height: bigint): AncestorHeader {
  const { hashes } = linkFrame(profile, frame, target);
  const index = Number(height - frame.from);
  let at = 0;
  for (const leaves of frameLeaves(frame)) {
    if (at++ !== index) continue;
    const header = headerFromLeaves(leaves);
    const hash = hashes.slice(32 * index, 32 * index + 32);
    return markVerified({ height, hash, time: header.time, header }, 'ancestor');
  }
  ensure(false, 'chain/frame-range', { from: frame.from, to: frame.to });
}
