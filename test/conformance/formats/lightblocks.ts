// `lightblocks.jsonl(.gz)`: a recorded network, one light block a height. Each block is one question by itself (all its
// signatures), one to its successor (adjacent step, commit hash), one about storing it; and the whole is linked backwards.
import { commitHash } from '../../../src/chain/cometbft/hash.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../../src/chain/cometbft/profile.ts';
import { bytesEqual } from '../../../src/codec/bytes.ts';
import { consecutiveRuns, followsFrom, linkedFrames, quorumAnswer, roundTripAnswer } from '../blocks.ts';
import type { DataFile } from '../file-tree.ts';
import type { Format } from '../format.ts';
import { allHold, type Cases } from '../report.ts';

export const lightblocks: Format = {
  matches: (file) => file.plainName === 'lightblocks.jsonl',
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    if (network === undefined) return;
    const { profile } = network;
    const blocks = network.heights.map((height) => network.block(height)!);
    const otherCommits = await recordedCommitsThatDiffer(file);
    for (const block of blocks) await checkBlock(profile, block, cases);
    for (const run of consecutiveRuns(blocks)) await checkRun(profile, run, otherCommits, cases);
  },
};

async function checkBlock(profile: CometProfile, block: CometLightBlock, cases: Cases): Promise<void> {
  await cases.run(`${block.height}`, 'ok', () => quorumAnswer(profile, block, true));
  await cases.run(`${block.height}/round-trip`, 'ok', () => roundTripAnswer(profile, block));
}

async function checkRun(
  profile: CometProfile,
  run: readonly CometLightBlock[],
  otherCommits: ReadonlySet<string>,
  cases: Cases,
): Promise<void> {
  for (const [i, upper] of run.entries()) {
    const lower = run[i - 1];
    if (lower === undefined) continue;
    await cases.run(`${lower.height}-${upper.height}/adjacent`, 'ok', () => followsFrom(profile, lower, upper));
    checkLastCommit(lower, upper, otherCommits, cases);
  }
  for (const { id, check } of linkedFrames(profile, run)) await cases.run(id, 'ok', check);
}

/** The next header carries the hash of the commit, unless the recording says that it holds another commit. */
function checkLastCommit(
  lower: CometLightBlock,
  upper: CometLightBlock,
  otherCommits: ReadonlySet<string>,
  cases: Cases,
): void {
  const id = `${lower.height}/commit-hash`;
  if (otherCommits.has(`${lower.height}`)) cases.skip(id, 'the recorded commit is not the one in the next block');
  else cases.expect(id, 'ok', allHold({ hash: bytesEqual(commitHash(lower.commit), upper.header.lastCommitHash) }));
}

async function recordedCommitsThatDiffer(file: DataFile): Promise<Set<string>> {
  const notes = await file.sibling('verification.json');
  const key = 'heights_whose_recorded_commit_is_not_the_one_in_the_next_block';
  const heights = notes ? (JSON.parse(await notes.text()) as Record<string, unknown>)[key] : [];
  return new Set(Array.isArray(heights) ? heights.map(String) : []);
}
