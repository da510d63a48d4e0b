// The generator of FISCO BCOS chains: what it makes is accepted by every rule of the family, step by step and in leaps, in both
// generations and with both kinds of cryptography; what nodes print of it is read back; and what it breaks is refused.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  type LightBlock,
  type Profile,
  restoreVerified,
  type Step,
} from '../../../../src/chain/chain.ts';
import type { RpcCall } from '../../../../src/chain/conversation.ts';
import { fiscoBcos as family } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock } from '../../../../src/chain/fisco-bcos/model.ts';
import { readProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import { encodeBlockData } from '../../../../src/chain/fisco-bcos/records.ts';
import { runRule } from '../../../../src/chain/run-rule.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { parseJson } from '../../../../src/codec/json.ts';
import { Reader } from '../../../../src/codec/schema.ts';
import { loadCore } from '../../../../src/core/load-node.ts';
import { localVerifier } from '../../../../src/crypto/verify.ts';
import { type FiscoChain, fiscoProfileJson, makeFisco } from '../../../support/make-fisco.ts';
import { failureOutput, recordRuleJson } from '../../../support/make-fisco-calls.ts';
import {
  DEEP_RECORD,
  DOCUMENT,
  digestFor,
  exampleFisco,
  FAILED_RECORD,
  HEAD,
  INPUT_RECORD,
  RECORD,
  SEALER_CHANGE,
  WEIGHT_CHANGE,
} from '../../../support/make-fisco-example.ts';
import { nodeReply } from '../../../support/make-fisco-node.ts';
import { KINDS } from '../../../support/mutate-fisco.ts';

beforeAll(() => loadCore());

function step(chain: FiscoChain, from: LightBlock, to: LightBlock): Promise<Step<LightBlock>> {
  const rule = family.advance(chain.profile, restoreVerified(from, 'signed'), to, chain.now);
  return runRule(rule, localVerifier);
}

function anchored(profile: Profile, checkpoint: Checkpoint, block: LightBlock): Promise<Step<LightBlock>> {
  return runRule(family.anchor(profile, checkpoint, block), localVerifier);
}

const codeOf = (result: Step<LightBlock>): string => ('error' in result ? result.error.code : result.kind);

/** JSON as it comes out of a file or a node. */
const readerOf = (value: unknown): Reader => Reader.of(parseJson(JSON.stringify(value)));

/** Runs what the family asks a node against a made chain. */
function converse<T>(chain: FiscoChain, talk: Generator<RpcCall, T, Reader>): T {
  let next = talk.next();
  while (!next.done) {
    const reply = nodeReply(chain, next.value.method, next.value.params as unknown[]);
    if ('error' in reply) throw new Error(reply.error.message);
    const isObject = typeof reply.result === 'object' && reply.result !== null;
    next = talk.next(readerOf(isObject ? reply.result : { value: reply.result }));
  }
  return next.value;
}

/** Without what a source says the hash is. */
const bare = ({ claimedHash: _, ...block }: FiscoLightBlock) => block;

describe.each(KINDS)('a made chain, $kind', (kind) => {
  let chain: FiscoChain;
  beforeAll(() => {
    chain = exampleFisco(kind);
  });
  const first = kind.generation === 3 ? 0 : 1;

  it('is believed from its first block on, step by step', async () => {
    expect(await anchored(chain.profile, chain.checkpoint(first), chain.block(first))).toMatchObject({
      kind: 'accepted',
    });
    for (let number = first; number < Number(HEAD); number++) {
      const result = await step(chain, chain.block(number), chain.block(number + 1));
      expect(result.kind === 'invalid' ? result.error : result.kind, `block ${number + 1}`).toBe('accepted');
    }
  });

  it('is believed from a later block as well, and skips where the list stays', async () => {
    const from = SEALER_CHANGE + 1n;
    expect(await anchored(chain.profile, chain.checkpoint(from), chain.block(from))).toMatchObject({
      kind: 'accepted',
    });
    expect(await step(chain, chain.block(from), chain.block(HEAD))).toMatchObject({
      kind: 'accepted',
      block: { how: 'skipped-to' },
    });
  });

  it('asks for blocks in between where the list changes', async () => {
    expect(await step(chain, chain.block(first), chain.block(HEAD))).toMatchObject({ kind: 'needs' });
    const lists = chain.blocks.map((block) => family.setHashOf(block));
    expect(new Set(lists).size).toBe(kind.generation === 3 ? 3 : 2);
    expect(lists[Number(SEALER_CHANGE) - first]).not.toBe(lists[Number(SEALER_CHANGE) + 1 - first]);
  });

  it('takes a quorum of signatures, and no less', async () => {
    const { sealers } = chain.block(1);
    const few = chain.resign(chain.block(1), {}, (_, index) => index < sealers.length - 2);
    const enough = chain.resign(chain.block(1), {}, 'quorum');
    expect(codeOf(await anchored(chain.profile, chain.checkpoint(1), few))).toBe('fisco/no-quorum');
    expect(codeOf(await anchored(chain.profile, chain.checkpoint(1), enough))).toBe('accepted');
    expect(enough.signatures).toHaveLength(3);
  });

  it('signs a changed block again, so that all but its hash accepts it', async () => {
    const forged = chain.resign(chain.block(4), { stateRoot: new Uint8Array(32).fill(7) });
    expect(toHex(forged.hash)).not.toBe(toHex(chain.block(4).hash));
    expect(codeOf(await step(chain, chain.block(3), forged))).toBe('accepted');
    expect(codeOf(await step(chain, forged, chain.block(5)))).toBe('fisco/not-a-child');
    const unsigned = { ...forged, signatures: chain.block(4).signatures };
    expect(codeOf(await step(chain, chain.block(3), unsigned))).toBe('fisco/wrong-signature');
  });

  it('shows no change that a committee made', async () => {
    const other = makeFisco(kind);
    other.add();
    // Two of four are new: too few of the old list sign, which is what counts in 2.x.
    const strangers = [6, 7].map((number) => ({ nodeId: other.nodeId(number), weight: 1n }));
    other.add({ becomes: [...other.sealers.slice(0, 2), ...strangers] });
    other.add();
    expect(codeOf(await step(other, other.block(2), other.block(3)))).toBe('fisco/set-change-not-proven');
  });

  it('comes back from its compact bytes, its JSON and its frames', () => {
    const sets = new Map(chain.blocks.flatMap((block) => [...family.encodedSets(block)]));
    for (const block of chain.blocks) {
      const decoded = family.decodeLightBlock(chain.profile, family.encodeLightBlock(block), sets);
      expect(decoded).toEqual(block);
      const read = family.readLightBlock(chain.profile, readerOf(family.lightBlockToJson(block)));
      expect(bare(read as FiscoLightBlock)).toEqual(block);
    }
    const [frame, ...more] = family.packHistory(chain.blocks.slice(0, -1));
    const linked = family.linkFrame(chain.profile, frame!, family.parentOf(chain.block(HEAD)));
    expect(more).toEqual([]);
    expect(toHex(linked.topHash)).toBe(toHex(chain.block(HEAD - 1n).hash));
  });

  it('is read from what its node prints', () => {
    converse(chain, family.node.checkNode(chain.profile));
    for (const block of chain.blocks) {
      const fetched = converse(chain, family.node.fetchLightBlock(chain.profile, block.height));
      expect(bare(fetched as FiscoLightBlock), `block ${block.height}`).toEqual(block);
    }
    expect(converse(chain, family.node.fetchLightBlock(chain.profile)).height).toBe(HEAD);
    for (const [number, { transactions, receipts }] of chain.data) {
      if (number === 0n) continue;
      const fetched = converse(chain, family.records.fetchBlockData(chain.profile, number));
      expect(fetched).toEqual(encodeBlockData(transactions, receipts));
    }
  });

  it('has transactions that its node proves, in blocks of every depth', async () => {
    for (const { number, index } of [RECORD, INPUT_RECORD, DEEP_RECORD, { number: SEALER_CHANGE, index: 0 }]) {
      const hash = chain.hashes(chain.data.get(number)!).transactions[index]!;
      const [made] = converse(chain, family.records.askFor(chain.profile, hash));
      const { record, execution } = made!;
      const header = family.headerOf(restoreVerified(chain.block(number), 'signed'));
      const proven = await runRule(family.records.checkProof(chain.profile, header, record), localVerifier);
      expect(proven).toMatchObject({ index: BigInt(index), recordHash: hash });
      expect(proven.facts?.map(({ name }) => name)).toContain(kind.generation === 3 ? 'signer' : 'sender');
      expect(family.records.checkExecution(chain.profile, header, execution!, record).succeeded).toBe(true);
    }
  });

  it('has records by the rule of a pack: events, inputs, and one that failed', () => {
    const algorithm = kind.cryptography === 'national' ? 'sm3' : 'sha256';
    const rule = family.records.readRule(readerOf(recordRuleJson(algorithm)));
    const { transactions, receipts } = chain.data.get(RECORD.number)!;
    const data = encodeBlockData(transactions, receipts);
    const header = family.headerOf(restoreVerified(chain.block(RECORD.number), 'signed'));
    const made = (index: number) => family.records.prove(chain.profile, RECORD.number, data, index, rule);
    const found = (index: number) =>
      made(index).map(({ record }) => family.records.recordIn(chain.profile, rule, record));
    const digest = digestFor(chain, DOCUMENT);
    expect(found(RECORD.index)).toEqual(Array(2).fill({ id: RECORD.id, algorithm, digest }));
    expect(found(INPUT_RECORD.index)).toEqual([{ id: INPUT_RECORD.id, algorithm, digest }]);
    const [failed] = made(FAILED_RECORD.index);
    const outcome = family.records.checkExecution(chain.profile, header, failed!.execution!, failed!.record);
    expect(outcome).toMatchObject({ succeeded: false, code: 16n });
  });

  it('has a profile that a pack can say', () => {
    const read = readProfile(chain.profile.chainId, chain.profile.version, readerOf(fiscoProfileJson(chain.profile)));
    expect(read).toEqual(chain.profile);
  });

  it('is the same for the same options, and another for another seed', () => {
    const head = (options: object) => toHex(exampleFisco({ ...kind, ...options }).head.hash);
    expect(head({})).toBe(toHex(chain.head.hash));
    expect(head({ seed: 'other' })).not.toBe(toHex(chain.head.hash));
  });
});

describe('changes of the sealers in 3.x', () => {
  it('carry the calls that made them, and are refused without them', async () => {
    const chain = exampleFisco({ cryptography: 'national' });
    const next = chain.block(WEIGHT_CHANGE + 1n);
    expect(next.setChange).toHaveLength(1);
    expect(chain.block(SEALER_CHANGE + 1n).setChange).toHaveLength(2);
    const { setChange: _, ...unproven } = next;
    expect(codeOf(await step(chain, chain.block(WEIGHT_CHANGE), unproven))).toBe('fisco/set-change-not-proven');
  });

  it('do not follow from a call that failed', async () => {
    const chain = makeFisco({ cryptography: 'international' });
    chain.add();
    const [call] = exampleFisco().provenCalls(WEIGHT_CHANGE);
    const { input } = call!.transaction;
    const to = Uint8Array.from([...new Uint8Array(18), 0x10, 0x03]);
    const becomes = chain.sealers.map((sealer, i) => ({ ...sealer, weight: i === 0 ? 3n : 1n }));
    chain.add({ calls: [{ to, input, output: failureOutput(-51103n) }], becomes });
    chain.add();
    expect(chain.block(3).setChange).toEqual([]);
    expect(codeOf(await step(chain, chain.block(2), chain.block(3)))).toBe('fisco/set-change-not-proven');
  });

  it('weigh who signed: a heavy sealer alone may be needed', async () => {
    const chain = makeFisco({ cryptography: 'national', sealers: 4, weights: [10] });
    chain.add();
    const heavy = chain.block(1).sealers.findIndex(({ weight }) => weight === 10n);
    const without = chain.resign(chain.block(1), {}, (_, index) => index !== heavy);
    expect(codeOf(await step(chain, chain.block(0), without))).toBe('fisco/no-quorum');
    expect(chain.resign(chain.block(1), {}, 'quorum').signatures.map(({ index }) => index)).toContain(heavy);
  });
});
