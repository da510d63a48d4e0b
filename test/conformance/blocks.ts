// Questions about light blocks that several formats ask: is it signed, does one follow from another, is it the same after
// it was stored or written.

import type { Step } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import type { CometLightBlock } from '../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import { advance } from '../../src/chain/cometbft/rules.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import { compareBytes, toHex } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import type { Time } from '../../src/codec/time.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { believed, justAfter, withNextSet } from './profiles.ts';
import { allHold } from './report.ts';

/** `ok` if the block holds by itself and its quorum signed; with `every`, no signature at all may be wrong. */
export async function quorumAnswer(profile: CometProfile, block: CometLightBlock, every: boolean): Promise<string> {
  const view = await runRule(cometbft.quorum(profile, block, every), localVerifier);
  return allHold({
    quorum: view.signedPower > view.needed,
    signatures: view.votes.every((vote) => vote.state !== 'wrong'),
  });
}

const WORDS: Readonly<Record<Step<CometLightBlock>['kind'], string>> = {
  accepted: 'ok',
  needs: 'not-enough-trust',
  expired: 'expired',
  invalid: 'invalid',
};

export interface StepAnswer {
  readonly word: string;
  /** The code behind a refusal, for a reader of failures. */
  readonly code: string;
}

/** One step from a block that is believed together with its next set. */
export async function stepAnswer(
  profile: CometProfile,
  trusted: CometLightBlock,
  target: CometLightBlock,
  now: Time,
): Promise<StepAnswer> {
  const step = await runRule(advance(profile, believed(trusted), target, now), localVerifier);
  return { word: WORDS[step.kind], code: step.kind === 'accepted' ? '' : step.error.code };
}

/** `ok`, or the word and the code of the refusal, for steps that honest data must pass. */
export async function followsFrom(
  profile: CometProfile,
  lower: CometLightBlock,
  upper: CometLightBlock,
): Promise<string> {
  const { word, code } = await stepAnswer(profile, withNextSet(lower), upper, justAfter(upper));
  return word === 'ok' ? 'ok' : `${word}: ${code}`;
}

/** The block is the same after compact encoding and decoding, and after printing and reading. */
export function roundTripAnswer(profile: CometProfile, block: CometLightBlock): string {
  const bytes = cometbft.encodeLightBlock(block);
  const sets = cometbft.encodedSets(block);
  const decoded = cometbft.decodeLightBlock(profile, bytes, sets) as CometLightBlock;
  const printed = cometbft.readLightBlock(
    profile,
    Reader.of(parseJson(JSON.stringify(cometbft.lightBlockToJson(block)))),
  );
  const isNamed = cometbft
    .setsOfLightBlock(bytes)
    .every((hash) => sets.has(hash) || hash !== toHex(block.validators.hash));
  return allHold({
    'compact hash': compareBytes(decoded.hash, block.hash) === 0,
    'compact bytes': compareBytes(cometbft.encodeLightBlock(decoded), bytes) === 0,
    'compact sets': isNamed,
    'JSON hash': compareBytes(printed.hash, block.hash) === 0,
    'JSON bytes': compareBytes(cometbft.encodeLightBlock(printed), bytes) === 0,
  });
}

/** Links consecutive blocks backwards by frames, from the newest; the answer is per frame. */
export function* linkedFrames(
  profile: CometProfile,
  blocks: readonly CometLightBlock[],
): Generator<{ readonly id: string; readonly check: () => string }> {
  const top = blocks.at(-1);
  if (top === undefined || blocks.length < 2) return;
  const below = blocks.slice(0, -1);
  let target = cometbft.parentOf(top);
  for (const frame of cometbft.packHistory(below).reverse()) {
    yield {
      id: `${frame.from}-${frame.to}/backwards`,
      check: () => {
        const linked = cometbft.linkFrame(profile, frame, target);
        const first = cometbft.headerInFrame(profile, frame, target, frame.from);
        target = cometbft.parentOfFrame(linked);
        const bottom = below.find((block) => block.height === frame.from)!;
        return allHold({ 'bottom hash': compareBytes(first.hash, bottom.hash) === 0 });
      },
    };
  }
}

/** Runs of blocks without a gap, lowest first. */
export function consecutiveRuns(blocks: readonly CometLightBlock[]): CometLightBlock[][] {
  const runs: CometLightBlock[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (last?.at(-1)?.height === block.height - 1n) last.push(block);
    else runs.push([block]);
  }
  return runs;
}
