// The genesis: what a pack's hash makes believed, what its text must say, and that nothing else may stand in it.
import { describe, expect, it } from 'vitest';
import type { FiscoLightBlock, HeaderV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import { anchor } from '../../../../src/chain/fisco-bcos/rules.ts';
import { fromUtf8, toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../../src/core/error.ts';
import { makeFisco } from '../../../support/make-fisco.ts';
import { flipped } from '../../../support/mutate.ts';
import { anchorCode, codeOfStep, KINDS, KINDS_OF_3, stepCode, withHeader } from '../../../support/mutate-fisco.ts';

describe.each(KINDS_OF_3)('a genesis, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(2);
  const { profile } = chain;
  const genesis = chain.block(0);
  const header = genesis.header as HeaderV3;
  const text = fromUtf8(header.extraData);

  /** Believing the genesis with another header, named by its own new hash. */
  async function code(change: Partial<HeaderV3>, facts: FiscoProfile = profile): Promise<string> {
    try {
      return await anchorCode(facts, withHeader(profile, genesis, change));
    } catch (error) {
      if (error instanceof MingzhengError) return error.code;
      throw error;
    }
  }
  const withText = (changed: string) => code({ extraData: toUtf8(changed) });

  it('is believed by its hash, without any signature, and names the first sealers', async () => {
    expect(await code({})).toBe('accepted');
    expect(genesis.sealers).toEqual(chain.block(1).sealers);
    expect(await stepCode(profile, genesis, chain.block(1), chain.now)).toBe('accepted');
  });

  it.each([
    ['parents', { parents: [{ number: -1n, hash: new Uint8Array(32) }] }],
    ['transactionsRoot', { transactionsRoot: flipped(new Uint8Array(32), 31) }],
    ['receiptsRoot', { receiptsRoot: flipped(new Uint8Array(32)) }],
    ['stateRoot', { stateRoot: flipped(new Uint8Array(32)) }],
    ['gasUsed', { gasUsed: '1' }],
    ['gasUsed empty', { gasUsed: '' }],
    ['sealer', { sealer: 1n }],
    ['sealerList', { sealerList: [new Uint8Array(64)] }],
    ['weights', { weights: [1n] }],
  ] as const)('is refused with %s', async (_, change) => {
    expect(await code(change)).toBe('fisco/genesis-not-empty');
  });

  it.each([
    [0n, 'accepted'],
    [0x03000000n, 'accepted'],
    [1n, 'fisco/release-candidate'],
    [4n, 'fisco/release-candidate'],
    [5n, 'fisco/version'],
    [0x02090100n, 'fisco/version'],
    [0x03060001n, 'fisco/version'],
  ])('of version %i: %s; 3.0 leaves it unset', async (version, expected) => {
    expect(await code({ version })).toBe(expected);
  });

  it.each([
    ['the other cryptography', /sm_crypto:(.)/, (found: string) => `sm_crypto:${found.endsWith('1') ? 0 : 1}`],
    ['another chain', 'chainID: chain0', 'chainID: chain1'],
    ['another group', 'grouID: group0', 'grouID: group1'],
    ['sealers that rotate', 'consensus_type: pbft', 'consensus_type: rpbft'],
    ['another chain first, and its own behind', 'chainID: chain0', 'chainID: chain1\nchainID: chain0'],
  ])('is refused with %s', async (_, from, to) => {
    const changed = text.replace(from, to as string);
    expect(changed).not.toBe(text);
    expect(await withText(changed)).toBe('fisco/genesis-facts');
  });

  it('is refused by a pack with other facts', async () => {
    expect(await code({}, { ...profile, nativeChainId: 'chain1' })).toBe('fisco/genesis-facts');
    expect(await code({}, { ...profile, groupId: 'group1' })).toBe('fisco/genesis-facts');
  });

  it('is refused without sealers, and where its text is none', async () => {
    expect(await withText(text.replaceAll(/^node\..*$/gm, ''))).toBe('fisco/genesis-text');
    expect(await code({ extraData: Uint8Array.of(0xff, 0xfe) })).toBe('fisco/genesis-text');
    expect(await code({ extraData: new Uint8Array(0) })).toBe('fisco/genesis-text');
  });

  it('may have lines that end as on Windows, and fewer facts', async () => {
    expect(await withText(text.replaceAll('\n', '\r\n'))).toBe('accepted');
    expect(await withText(text.replace('consensus_type: pbft\n', ''))).toBe('accepted');
  });

  it('of 3.0 has one line with items', async () => {
    const items = genesis.sealers.map(({ nodeId, weight }) => `${toHex(nodeId)},${weight};`).join('');
    const old = withHeader(profile, genesis, {
      version: 0n,
      extraData: toUtf8(`1000-1-3000000000-3.0.0-0-0--0${items}`),
    });
    expect(old.sealers).toEqual(genesis.sealers);
    expect(await anchorCode(profile, old)).toBe('accepted');
  });

  it('is refused with a sealer named twice', async () => {
    const line = text.split('\n').find((item) => item.startsWith('node.0:'))!;
    expect(await withText(`${text}${line.replace('node.0', 'node.9')}\n`)).toBe('fisco/duplicate-sealer');
  });
});

describe.each(KINDS)('a checkpoint, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(3);
  const named = (block: FiscoLightBlock, height: bigint, hash: Uint8Array) =>
    codeOfStep(anchor(chain.profile, { height, hash }, block));

  it('names one block, which needs its own quorum all the same', async () => {
    const block = chain.block(2);
    expect(await named(block, 2n, block.hash)).toBe('accepted');
    expect(await named(block, 3n, block.hash)).toBe('fisco/not-the-checkpoint');
    expect(await named(block, 2n, chain.block(3).hash)).toBe('fisco/not-the-checkpoint');
    expect(await named({ ...block, signatures: block.signatures.slice(2) }, 2n, block.hash)).toBe('fisco/no-quorum');
    expect(await named({ ...block, signatures: chain.block(3).signatures }, 2n, block.hash)).toBe(
      'fisco/wrong-signature',
    );
  });
});

it('a genesis of 2.x is nothing to start from: the grammar of its text was never confirmed', async () => {
  for (const kind of KINDS.filter(({ generation }) => generation === 2)) {
    const chain = makeFisco(kind);
    chain.addEmpty(1);
    const genesis = chain.resign(chain.block(1), { number: 0n });
    expect(await anchorCode(chain.profile, genesis)).toBe('fisco/genesis-v2');
  }
});
