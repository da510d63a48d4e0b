// Two chains whose validators have the same keys: 1,000 headers of one are fed to the other, as they are and with the name
// of the other chain written over their own. None may be accepted.
import { describe, expect, it } from 'vitest';
import { packHeaders } from '../../../src/chain/cometbft/compact.ts';
import { linkFrame, parentOf } from '../../../src/chain/cometbft/link.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { anchor } from '../../../src/chain/cometbft/rules.ts';
import { type MadeChain, makeChain } from '../../support/make-chain.ts';
import { refusal } from '../../support/mutate.ts';
import { codeOfStep, rehashed, stepCode, withParts } from '../../support/mutate-block.ts';

const LENGTH = 501;
const options = { length: LENGTH, validators: 4, sign: 'two-thirds', blockMs: 1000 } as const;
const one = makeChain({ ...options, chainId: 'pilot-a' });
const two = makeChain({ ...options, chainId: 'pilot-b' });

async function feed(from: MadeChain, to: MadeChain, change: (block: CometLightBlock) => CometLightBlock) {
  const codes = new Map<string, number>();
  for (let height = 2; height <= LENGTH; height++) {
    const foreign = change(from.block(height));
    const results = [
      await stepCode(to.profile, to.block(height - 1), foreign, to.now),
      await stepCode(to.profile, to.block(1), foreign, to.now),
      await codeOfStep(anchor(to.profile, { height: BigInt(height), hash: foreign.hash }, foreign)),
    ];
    for (const code of results) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return codes;
}

describe('two chains with the same keys', () => {
  it('share their sets, and no header', () => {
    expect(one.block(1).validators.hash).toEqual(two.block(1).validators.hash);
    expect(one.blocks.some((block, i) => block.hash.join() === two.blocks[i]!.hash.join())).toBe(false);
  });

  it('1,000 headers fed across: 0 accepted', async () => {
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const) {
      const codes = await feed(from, to, (block) => block);
      expect(Object.fromEntries(codes)).toEqual({ 'cometbft/chain-id': 3 * (LENGTH - 1) });
    }
  });

  it('1,000 headers fed across under the other’s name: 0 accepted', async () => {
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const) {
      const { chainId } = to.profile;
      const renamed = await feed(from, to, (block) => withParts(block, { header: { chainId } }));
      expect([...renamed.keys()]).toEqual(['cometbft/commit-for-other-header']);
      const again = await feed(from, to, (block) => rehashed(withParts(block, { header: { chainId } })));
      expect(new Set(again.keys())).toEqual(new Set(['cometbft/not-a-child', 'cometbft/wrong-signature']));
    }
  });

  it('nor does their history link', () => {
    const [frame] = packHeaders(one.blocks.slice(0, 100).map(({ header }) => header));
    const target = parentOf(one.block(101));
    expect(refusal(() => linkFrame(one.profile, frame!, target))).toBe('accepted');
    expect(refusal(() => linkFrame(two.profile, frame!, target))).toBe('cometbft/link-chain-id');
    expect(refusal(() => linkFrame(one.profile, frame!, parentOf(two.block(101))))).toBe('cometbft/link-hash');
  });
});
