// The generator of chains: what it makes is accepted by every rule, step by step and in leaps, with either kind of key.
import { describe, expect, it } from 'vitest';
import { markVerified } from '../../../src/chain/chain.ts';
import { makeConflict } from '../../../src/chain/cometbft/evidence.ts';
import { advance, anchor } from '../../../src/chain/cometbft/rules.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { makeChain } from '../../support/make-chain.ts';

describe.each(['ed25519', 'secp256k1'] as const)('a made chain with %s keys', (keyType) => {
  const chain = makeChain({ length: 12, validators: 4, keyType, changeEvery: 3 });

  it('is believed from a checkpoint and step by step', async () => {
    const first = await runRule(anchor(chain.profile, chain.checkpoint(1), chain.block(1)), localVerifier);
    expect(first.kind).toBe('accepted');
    for (let height = 1; height < 12; height++) {
      const trusted = markVerified(chain.block(height), 'signed');
      const rule = advance(chain.profile, trusted, chain.block(height + 1), chain.now);
      const step = await runRule(rule, localVerifier);
      expect(step, `height ${height + 1}`).toMatchObject({ kind: 'accepted' });
    }
  });

  it('changes one member every third block', () => {
    const sets = chain.blocks.map((block) => toHex(block.validators.hash));
    expect(new Set(sets).size).toBe(4);
    expect(chain.blocks.map((_, i) => i === 0 || sets[i] !== sets[i - 1])).toEqual(
      [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0].map(Boolean),
    );
  });

  it('is the same for the same options, and other for another seed', () => {
    const again = makeChain({ length: 12, validators: 4, keyType, changeEvery: 3 });
    const other = makeChain({ length: 12, validators: 4, keyType, changeEvery: 3, seed: 'other' });
    expect(again.block(12).hash).toEqual(chain.block(12).hash);
    expect(other.block(12).hash).not.toEqual(chain.block(12).hash);
  });

  it('signs a changed block again, so that all but the chain of trust accepts it', async () => {
    const appHash = new Uint8Array(8).fill(7);
    const changed = chain.resign({ ...chain.block(5), header: { ...chain.block(5).header, appHash } });
    const trusted = markVerified(chain.block(4), 'signed');
    const step = await runRule(advance(chain.profile, trusted, changed, chain.now), localVerifier);
    expect(step.kind).toBe('accepted');
    expect(makeConflict(chain.profile, chain.block(4), chain.block(5), changed).kind).toBe('lunatic');
  });
});
