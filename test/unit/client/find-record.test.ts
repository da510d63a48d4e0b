// Looking for a record in an archive or at a node, and the way from a checkpoint to its block that its proof file carries.
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { encodeResultBytes } from '../../../src/chain/cometbft/records.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { ArchiveSource } from '../../../src/client/archive/source.ts';
import { writeArchive } from '../../../src/client/archive/writer.ts';
import type { ChainContext } from '../../../src/client/context.ts';
import {
  byDigest,
  type FoundRecord,
  findByHeight,
  findByRecordHash,
  findInArchive,
} from '../../../src/client/find-record.ts';
import { routeTo } from '../../../src/client/route-to.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Time } from '../../../src/codec/time.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { followRoute } from '../../../src/record/route.ts';
import { makeChain, plus } from '../../support/make-chain.ts';
import type { MockNodeOptions } from '../../support/mock-node.ts';
import { closeAll, installNetwork, nodeSource, recording, startNode, uninstallNetwork } from './node-rig.ts';
import { codeOf, NO_SIGNAL, Probe } from './rig.ts';

beforeAll(installNetwork);
afterAll(uninstallNetwork);
afterEach(closeAll);

const DIGEST = sha256(toUtf8('document'));
const RULE = { kind: 'transaction-text', pattern: 'record/{id}={sha256}' } as const;
/** These blocks hold a record with the digest. */
const RECORDED = [3n, 8n, 40n];

const chain = makeChain({
  length: 40,
  validators: 4,
  changeEvery: 6,
  transactions: (height) => [
    toUtf8(height >= 20n && height < 40n ? `other=${height}` : `record/doc-${height}=${toHex(digestAt(height))}`),
  ],
});

function digestAt(height: bigint): Uint8Array {
  return RECORDED.includes(height) ? DIGEST : sha256(toUtf8(`document ${height}`));
}

function contextOf({ profile, now }: Pick<typeof chain, 'profile' | 'now'>, at: Time = now): ChainContext {
  return { family: cometbft, profile, verifier: localVerifier, clock: { now: () => at } };
}

/** Every transaction under its hash, and what else the index says of the digest. */
function archive({ withResults = true, places = [] as { height: bigint; index: number }[] } = {}): ArchiveSource {
  const index = [...chain.data].map(([height, { transactions }]) => ({
    key: sha256(transactions[0]!),
    height,
    index: 0,
  }));
  const data = new Map(
    [...chain.data].map(([height, { transactions, results }]) => [
      height,
      { transactions, results: withResults ? results.map(encodeResultBytes) : [] },
    ]),
  );
  const files = writeArchive({
    family: cometbft,
    chainId: chain.profile.chainId,
    blocks: chain.blocks,
    waypoints: [1n, 40n],
    data,
    index: [...index, ...places.map((place) => ({ key: DIGEST, ...place }))],
  });
  return new ArchiveSource('archive', 'cdn', cometbft, chain.profile, async (path) => files.get(path)!);
}

const context = contextOf(chain);
const checkpoints = [chain.checkpoint(1)];
const keyAt = (height: bigint) => sha256(chain.data.get(height)!.transactions[0]!);

/** The proof is worth nothing unless its own route leads to the block of the record, and its paths to the roots there. */
async function expectProven(
  found: FoundRecord,
  of: Pick<typeof chain, 'profile' | 'now'>,
  from: readonly Checkpoint[],
) {
  const input = { family: cometbft, profile: of.profile, checkpoints: from, verifier: localVerifier, now: of.now };
  const route = await followRoute(input, found as never);
  const proven = await runRule(cometbft.records.checkProof(of.profile, route.header, found.record), localVerifier);
  if (found.execution) cometbft.records.checkExecution(of.profile, route.next!, found.execution, found.record);
  return { route, proven };
}

const recorded = RECORDED.map((height) => ({ height, index: 0 }));
const findDigest = (source: ArchiveSource) =>
  findInArchive(context, checkpoints, source, byDigest(context, RULE, [DIGEST]), NO_SIGNAL);
const findHash = (source: ArchiveSource, hash: Uint8Array) =>
  findByRecordHash(context, checkpoints, source, hash, undefined, NO_SIGNAL);

describe('in an archive', () => {
  it('a transaction is found by its hash, with its result', async () => {
    const [found, ...more] = await findHash(archive(), keyAt(17n));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ chainId: 'made-1', family: 'cometbft', record: { height: 17n } });
    const { proven } = await expectProven(found!, chain, checkpoints);
    expect(proven.content).toEqual(chain.data.get(17n)!.transactions[0]);
    expect(found!.execution).toBeDefined();
  });

  it('a digest is found wherever it stands', async () => {
    const found = await findDigest(archive({ places: recorded }));
    expect(found.map(({ record }) => record.height)).toEqual(RECORDED);
    for (const each of found.slice(0, 2)) await expectProven(each, chain, checkpoints);
  });

  it('without results the record is proven, and its result is left open', async () => {
    const [found] = await findHash(archive({ withResults: false }), keyAt(17n));
    expect(found!.execution).toBeUndefined();
    await expectProven(found!, chain, checkpoints);
  });

  it('the record of the last block has no header after it yet', async () => {
    const [found] = await findHash(archive(), keyAt(40n));
    expect(found!.lightBlocks.at(-1)!.height).toBe(40n);
    expect(found!.ancestors).toEqual([]);
  });

  it('what is not in the index is not found; an index that points beyond a block is refused', async () => {
    expect(await codeOf(findHash(archive(), new Uint8Array(32)))).toBe('record/not-found');
    expect(await codeOf(findDigest(archive({ places: [{ height: 3n, index: 5 }] })))).toBe('archive/bad-index');
  });

  it('an index that points to another record is passed over: it only hints', async () => {
    expect(await codeOf(findDigest(archive({ places: [{ height: 5n, index: 0 }] })))).toBe('record/not-found');
    expect(await codeOf(findDigest(archive({ places: [{ height: 25n, index: 0 }] })))).toBe('record/not-found');
    const mixed = await findDigest(archive({ places: [{ height: 5n, index: 0 }, ...recorded] }));
    expect(mixed.map(({ record }) => record.height)).toEqual(RECORDED);
  });

  it('a chain without a rule for records has none', async () => {
    const found = findInArchive(
      context,
      checkpoints,
      archive({ places: recorded }),
      byDigest(context, undefined, [DIGEST]),
      NO_SIGNAL,
    );
    expect(await codeOf(found)).toBe('record/not-found');
  });

  it('no more than twenty places are looked at', async () => {
    const places = Array.from({ length: 30 }, (_, i) => ({ height: i < 20 ? 5n : 40n, index: 0 }));
    expect(await codeOf(findDigest(archive({ places })))).toBe('record/not-found');
  });

  it('records are found by height; a block without any says so', async () => {
    const [found] = await findByHeight(context, checkpoints, archive(), 9n, RULE, NO_SIGNAL);
    expect(found!.record.height).toBe(9n);
    await expectProven(found!, chain, checkpoints);
  });

  it('a height that the chain has not reached is not an empty block', async () => {
    expect(await codeOf(findByHeight(context, checkpoints, archive(), 41n, RULE, NO_SIGNAL))).toBe(
      'source/height-too-high',
    );
  });
});

describe('at a source without an index', () => {
  it('nothing can be looked for', async () => {
    const source = new Probe('a', chain.blocks);
    expect(await codeOf(findByRecordHash(context, checkpoints, source, keyAt(3n), undefined, NO_SIGNAL))).toBe(
      'source/no-index',
    );
    expect(await codeOf(findByHeight(context, checkpoints, source, 3n, RULE, NO_SIGNAL))).toBe('source/no-index');
  });
});

const live = recording('live-0.38');
const TX = 'record/sample-001=4718b46e4b17df8ee72c3c83e3200916084dcec2be7e316eb56f6a403752af80';
const txHash = new Uint8Array(createHash('sha256').update(TX).digest());

describe.each(['http', 'websocket'] as const)('at a node over %s', (transport) => {
  const liveContext = contextOf(live.chain);
  const from = [live.chain.checkpoint(1)];
  const source = async (options: MockNodeOptions = {}) =>
    nodeSource(await startNode({ network: live.network, ...options }), live.chain, transport, 'node');

  it('a transaction is found by its hash, with its result', async () => {
    const [found] = await findByRecordHash(liveContext, from, await source(), txHash, undefined, NO_SIGNAL);
    const { proven } = await expectProven(found!, live.chain, from);
    expect(new TextDecoder().decode(proven.content)).toBe(TX);
    expect(found!.execution).toBeDefined();
  });

  it('a node that gives no results leaves the result open', async () => {
    const node = await source({
      rewrite: (method, _, result) => (method === 'block_results' ? { height: '99' } : result),
    });
    const [found] = await findByRecordHash(liveContext, from, node, txHash, undefined, NO_SIGNAL);
    expect(found!.execution).toBeUndefined();
    await expectProven(found!, live.chain, from);
  });

  it('a transaction that is not there is not found', async () => {
    expect(
      await codeOf(findByRecordHash(liveContext, from, await source(), new Uint8Array(32), undefined, NO_SIGNAL)),
    ).toBe('source/not-found');
  });

  it('a node that gives another transaction is refused', async () => {
    const node = await source({
      rewrite: (method, _, result) => (method === 'tx' ? { ...(result as object), tx: 'YQ==' } : result),
    });
    expect(await codeOf(findByRecordHash(liveContext, from, node, txHash, undefined, NO_SIGNAL))).toMatch(
      /^(cometbft|proof)\//,
    );
  });

  it('is not asked for a digest: it would learn it, and has no index of digests', async () => {
    const node = await startNode({ network: live.network });
    const made = nodeSource(node, live.chain, transport, 'node');
    const asked = findInArchive(liveContext, from, made, byDigest(liveContext, RULE, [DIGEST]), NO_SIGNAL);
    expect(await codeOf(asked)).toBe('source/no-index');
    expect(node.log).toEqual([]);
  });

  it('records are found by height; a block without any says so', async () => {
    const node = await source();
    const [found] = await findByHeight(liveContext, from, node, 3n, RULE, NO_SIGNAL);
    await expectProven(found!, live.chain, from);
    expect(await codeOf(findByHeight(liveContext, from, node, 4n, RULE, NO_SIGNAL))).toBe('record/none-at-height');
    expect(await codeOf(findByHeight(liveContext, from, node, 99n, RULE, NO_SIGNAL))).toBe('source/height-too-high');
  });
});

describe('the way to a height', () => {
  const source = () => new Probe('a', chain.blocks);
  const route = (height: bigint, from: readonly Checkpoint[] = checkpoints, at = chain.now) =>
    routeTo(contextOf(chain, at), from, source(), height, NO_SIGNAL);
  const ends = ({ lightBlocks }: { lightBlocks: readonly { height: bigint }[] }) =>
    [lightBlocks[0]!, lightBlocks.at(-1)!].map(({ height }) => height);

  it('leads to the header after it, which says what became of the record', async () => {
    const found = await route(17n);
    expect(ends(found)).toEqual([1n, 18n]);
    expect(found.ancestors.map(({ from, to }) => [from, to])).toEqual([[17n, 17n]]);
  });

  it('starts at the highest checkpoint that is not above it', async () => {
    const from = [1, 10, 18, 30].map((height) => chain.checkpoint(height));
    expect(ends(await route(17n, from))).toEqual([18n, 18n]);
    expect(ends(await route(12n, from))).toEqual([10n, 13n]);
  });

  it('below all checkpoints goes down by hash links', async () => {
    const found = await route(17n, [chain.checkpoint(30)]);
    expect(ends(found)).toEqual([30n, 30n]);
    expect(found.ancestors.reduce((sum, { from, to }) => sum + to - from + 1n, 0n)).toBe(13n);
  });

  it('uses no checkpoint whose time has ended, and says so where none is left', async () => {
    const over = { ...chain.checkpoint(10), validUntil: chain.now };
    expect(ends(await route(17n, [chain.checkpoint(1), over]))).toEqual([1n, 18n]);
    expect(await codeOf(route(17n, [over]))).toBe('client/checkpoint-expired');
    expect(await codeOf(route(17n, []))).toBe('client/no-checkpoint');
  });

  it('from a source on another chain is refused', async () => {
    const other = makeChain({ length: 40, validators: 4, seed: 'other' });
    const lying = new Probe('liar', other.blocks);
    expect(await codeOf(routeTo(context, checkpoints, lying, 17n, NO_SIGNAL))).toBe('cometbft/not-the-checkpoint');
  });

  it('ends where trust has ended', async () => {
    const late = plus(chain.now, 30n * 86_400_000_000_000n);
    expect(await codeOf(route(17n, checkpoints, late))).toBe('cometbft/expired');
  });
});
