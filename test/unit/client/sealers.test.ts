// The client on chains of the second family: from a genesis that the pack names, past changes of the sealers that are proven,
// and up to one that is not. Then only a newer pack helps, whoever is asked.
import { describe, expect, it } from 'vitest';
import type { LightBlock } from '../../../src/chain/chain.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { inOrder } from '../../../src/chain/fisco-bcos/sealers.ts';
import type { Source } from '../../../src/client/ports.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { plus } from '../../support/make-chain.ts';
import { type FiscoChain, makeFisco } from '../../support/make-fisco.ts';
import { exampleFisco, HEAD } from '../../support/make-fisco-example.ts';
import { codeOf, errorOf, Probe, type ProbeOptions, type Rig, type RigOptions, rigFor } from './rig.ts';

const probe = (id: string, blocks: readonly LightBlock[], options: ProbeOptions = {}) =>
  new Probe(id, blocks, { family: fiscoBcos, ...options });
const clientOn = (chain: FiscoChain, sources: readonly Source[], change: Partial<RigOptions> = {}): Promise<Rig> =>
  rigFor(chain, sources, { family: fiscoBcos, ...change });

const chain = exampleFisco();

/** The height of the first block with a list that nothing proves. */
const UNPROVEN = 6n;

/** A committee has replaced a sealer, which no transaction of the chain shows. */
function chainOfCommittee(): FiscoChain {
  const made = makeFisco({ seed: 'committee' });
  made.addEmpty(4);
  made.add({ becomes: inOrder([...made.sealers.slice(1), { nodeId: made.nodeId(4), weight: 1n }]) });
  made.addEmpty(4);
  return made;
}

const committee = chainOfCommittee();

describe('a chain of sealers', () => {
  it('is verified from a genesis that the pack names, down to it', async () => {
    const rig = await clientOn(chain, [probe('a', chain.blocks)], { checkpoints: [chain.checkpoint(0)] });
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: HEAD } });
    expect(rig.client.state.head?.hash).toEqual(chain.head.hash);
    expect(rig.client.verifiedCount).toBe(HEAD + 1n);
    for (let height = 0n; height <= HEAD; height++) {
      const { header } = await rig.client.headerAt(height, new AbortController().signal);
      expect(header.hash).toEqual(chain.block(height).hash);
    }
  });

  it('is verified from a later checkpoint, past proven changes, down to its first block', async () => {
    const rig = await clientOn(chain, [probe('a', chain.blocks)], { checkpoints: [chain.checkpoint(2)] });
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: HEAD } });
    expect(rig.client.verifiedCount).toBe(HEAD);
  });

  it('is not the fault of its source where its time, one leader’s word, is ahead of the clock', async () => {
    const { maxClockDriftNanos } = chain.profile;
    const now = plus(chain.head.time, -maxClockDriftNanos);
    const rig = await clientOn(chain, [probe('a', chain.blocks)], { now });
    expect(await codeOf(rig.sync())).toBe('fisco/from-the-future');
    expect(rig.client.state.phase).toBe('failed');
    expect(rig.health('a')).toBe('unknown');
  });
});

describe('a change of the sealers that nothing proves', () => {
  it('ends trust: nothing after it is believed, and its source is not called a liar', async () => {
    const rig = await clientOn(committee, [probe('a', committee.blocks)]);
    expect(await errorOf(rig.sync())).toMatchObject({
      code: 'fisco/set-change-not-proven',
      values: { height: UNPROVEN },
    });
    expect(rig.client.state).toMatchObject({ phase: 'expired', error: { code: 'fisco/set-change-not-proven' } });
    expect(rig.client.state.head).toBeUndefined();
    expect(rig.client.index.blocks).toEqual([]);
    expect(rig.health('a')).not.toBe('lying');
  });

  it('leaves standing what was verified before, and a newer pack leads on, with history linked through', async () => {
    const first = await clientOn(committee, [probe('a', committee.blocks, { tip: 4n })]);
    await first.sync();
    expect(first.client.state).toMatchObject({ phase: 'complete', head: { height: 4n } });
    const sources = [probe('a', committee.blocks)];
    const stale = await first.reopen({ sources });
    expect(await codeOf(stale.sync())).toBe('fisco/set-change-not-proven');
    expect(stale.client.state).toMatchObject({ phase: 'expired', head: { height: 4n } });
    // A pack with other checkpoints is another trust root, with a store of its own.
    const checkpoints = [committee.checkpoint(1), committee.checkpoint(UNPROVEN)];
    const fresh = await clientOn(committee, [probe('a', committee.blocks)], { checkpoints });
    await fresh.sync();
    expect(fresh.client.state).toMatchObject({ phase: 'complete', head: { height: committee.head.height } });
    expect(fresh.client.verifiedCount).toBe(committee.head.height);
  });

  it('is told though another source cannot be reached at all', async () => {
    const dead = probe('dead', committee.blocks, {
      before: () => {
        throw new MingzhengError('source/unreachable');
      },
    });
    for (const sources of [
      [probe('a', committee.blocks), dead],
      [dead, probe('a', committee.blocks)],
    ]) {
      const rig = await clientOn(committee, sources);
      expect(await codeOf(rig.sync())).toBe('fisco/set-change-not-proven');
      expect(rig.client.state.phase).toBe('expired');
    }
  });

  it('is told again at the next sync, also while its source rests after the failure', async () => {
    const rig = await clientOn(committee, [probe('a', committee.blocks)]);
    await errorOf(rig.sync());
    const second = await errorOf(rig.sync());
    expect([second.code, rig.client.state.phase]).toEqual(['fisco/set-change-not-proven', 'expired']);
  });

  it('is not the end where another source brings the proof that one held back', async () => {
    const withheld = (block: LightBlock) => ({ ...block, setChange: undefined });
    const sources = [
      probe('silent', chain.blocks, { operator: 'x', lie: withheld }),
      probe('whole', chain.blocks, { operator: 'x' }),
    ];
    const rig = await clientOn(chain, sources);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: HEAD } });
  });
});
