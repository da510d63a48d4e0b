// A session: everything that the page may ask of the worker, over memory stores and a served archive.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codec/bytes.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { MemoryChainStore } from '../../../src/store/memory-store.ts';
import type { Verdict } from '../../../src/worker/api.ts';
import type { MadeChain } from '../../support/make-chain.ts';
import { packKey, payloadJson, printPack } from '../../support/make-chain-pack.ts';
import {
  DOCUMENT,
  makeProof,
  OTHER_DOCUMENT,
  printProof,
  RECORD_HEIGHT,
  recordChain,
} from '../../support/make-chain-proof.ts';
import { closeAll, installNetwork, networkFrom, startNode, uninstallNetwork } from '../client/node-rig.ts';
import { codeOf, errorOf } from '../client/rig.ts';
import {
  Archives,
  blob,
  CHAIN,
  chain,
  chainEntry,
  file,
  forkAt,
  hexOf,
  packOf,
  SECOND,
  type SessionRig,
  sessionOn,
  silent,
  source,
} from './session-rig.ts';

const archives = new Archives();
beforeAll(async () => {
  installNetwork();
  await archives.start();
});
afterAll(() => {
  uninstallNetwork();
  archives.close();
});
const opened: SessionRig[] = [];
afterEach(async () => {
  archives.isDown = false;
  for (const { session } of opened.splice(0)) for (const { id } of await session.chains()) await session.stop(id);
  await closeAll();
});

async function start(change: Parameters<typeof sessionOn>[0] = {}): Promise<SessionRig> {
  const rig = await sessionOn({ origin: archives.origin, ...change });
  opened.push(rig);
  return rig;
}

async function synced(change: Parameters<typeof sessionOn>[0] = {}): Promise<SessionRig> {
  const rig = await start(change);
  await rig.session.sync(CHAIN, 'head-first');
  return rig;
}

const only = (verdicts: readonly Verdict[]): Verdict => {
  expect(verdicts.length).toBe(1);
  return verdicts[0]!;
};
const viewOf = async ({ session }: SessionRig, id = CHAIN) => (await session.chains()).find((view) => view.id === id)!;
const proof = printProof(makeProof(chain));

describe('chains', () => {
  it('stand there unverified until they are synced, and are told about as they go', async () => {
    const rig = await start();
    expect(await viewOf(rig)).toMatchObject({ state: 'idle', verifiedCount: 0n, offlineReady: false, head: undefined });
    expect(archives.log).toEqual([]);
    await rig.session.sync(CHAIN, 'head-first');
    const view = await viewOf(rig);
    expect(view).toMatchObject({
      state: 'complete',
      verifiedCount: 6n,
      offlineReady: true,
      pack: { kind: 'imported' },
    });
    expect(view.head).toMatchObject({ height: 6n, hash: toHex(chain.block(6).hash), witnessed: false });
    expect(view.ranges.flatMap(({ from, to }) => [from, to])[0]).toBe(1n);
    const states = rig.events.flatMap((event) => (event.kind === 'chain' ? [event.chain.state] : []));
    expect([...new Set(states)]).toEqual(['idle', 'verifying-head', 'filling-history', 'complete']);
  });

  it('are there again after the page was closed, without a network', async () => {
    const rig = await synced();
    archives.isDown = true;
    const again = await rig.reopen();
    expect(await viewOf(again)).toMatchObject({ state: 'complete', verifiedCount: 6n, offlineReady: true });
    expect((await again.session.header(CHAIN, 3n)).hash).toBe(toHex(chain.block(3).hash));
  });

  it('sync once, however often it is asked for', async () => {
    const rig = await start();
    const all = [1, 2, 3].map(() => rig.session.sync(CHAIN, 'head-first'));
    await Promise.all(all);
    const heads = rig.events.filter((event) => event.kind === 'chain' && event.chain.state === 'verifying-head');
    expect(heads.length).toBeLessThan(12);
    expect(await viewOf(rig)).toMatchObject({ state: 'complete' });
  });

  it('stop when they are told to, or when the signal of who asked aborts', async () => {
    const rig = await start();
    const stopped = codeOf(rig.session.sync(CHAIN, 'head-first'));
    await rig.session.stop(CHAIN);
    expect(await stopped).toBe('client/cancelled');
    expect(await viewOf(rig)).toMatchObject({ state: 'idle', error: undefined });
    const stop = new AbortController();
    const aborted = codeOf(rig.session.sync(CHAIN, 'head-first', stop.signal));
    stop.abort();
    expect(await aborted).toBe('client/cancelled');
    await rig.session.sync(CHAIN, 'sequential');
    expect(await viewOf(rig)).toMatchObject({ state: 'complete', verifiedCount: 6n });
  });

  it('do not start for a signal that was aborted before', async () => {
    const rig = await start();
    expect(await codeOf(rig.session.sync(CHAIN, 'head-first', AbortSignal.abort()))).toBe('client/cancelled');
    expect(await viewOf(rig)).toMatchObject({ head: undefined });
  });

  it('that nobody named are unknown', async () => {
    const { session } = await start();
    expect(await codeOf(session.sync('nobody', 'head-first'))).toBe('record/unknown-chain');
    expect(await codeOf(session.header('nobody', 1n))).toBe('record/unknown-chain');
    expect(await codeOf(session.find('nobody', '1'))).toBe('record/unknown-chain');
  });

  it('show headers with their fields and votes, and every signature where it is asked for', async () => {
    const rig = await synced();
    const view = await rig.session.header(CHAIN, 3n);
    expect(view).toMatchObject({ height: 3n, hash: toHex(chain.block(3).hash), quorum: { all: false } });
    expect(view.fields.find(({ name }) => name === 'chain_id')?.value).toEqual({ kind: 'text', text: CHAIN });
    const all = await rig.session.checkAllSignatures(CHAIN, 3n);
    expect(all.quorum).toMatchObject({ all: true, signedPower: 33n, totalPower: 40n });
    archives.isDown = true;
    const again = await rig.reopen();
    expect((await again.session.header(CHAIN, 3n)).quorum).toBeUndefined();
    expect(await codeOf(again.session.checkAllSignatures(CHAIN, 3n))).toMatch(/^(source|client)\//);
    expect(await codeOf(again.session.header(CHAIN, 7n))).toBe('client/height-above-head');
  });

  it('show who signs, by name where the pack has one', async () => {
    const [first] = chain.block(1).validators.validators;
    const named = chainEntry(chain, { validators: [{ address: toHex(first!.address), name: 'First Bank' }] });
    const rig = await synced({ bundled: packOf([named]) });
    const steps = await rig.session.validators(CHAIN);
    expect(steps.map(({ height }) => height)).toEqual([1n, 4n]);
    expect(steps[0]!.members.map(({ name }) => name)).toContain('First Bank');
    expect(steps[0]!.members.reduce((sum, { power }) => sum + power, 0n)).toBe(40n);
  });
});

describe('verifying', () => {
  it('a document with its proof', async () => {
    const { session } = await start();
    const items = [file('bl-7.txt', DOCUMENT), file('bl-7.proof.json', proof)];
    const progress: number[] = [];
    const verdict = only(await session.verify(items, ({ fraction }) => void progress.push(fraction)));
    expect(verdict).toMatchObject({ outcome: 'consistent', code: 'verdict/document-consistent' });
    expect(progress.every((fraction, i) => fraction >= (progress[i - 1] ?? 0) && fraction <= 1)).toBe(true);
  });

  it('fetches nothing for a document with its proof', async () => {
    archives.log.length = 0;
    const { session } = await start();
    await session.verify([file('bl-7.txt', DOCUMENT), file('bl-7.proof.json', proof)], silent);
    expect(archives.log).toEqual([]);
  });

  it('an altered document is inconsistent, a broken proof cannot tell', async () => {
    const { session } = await start();
    const altered = [file('bl-7.txt', OTHER_DOCUMENT), file('bl-7.proof.json', proof)];
    expect(only(await session.verify(altered, silent))).toMatchObject({ outcome: 'inconsistent' });
    const broken = [file('bl-7.txt', DOCUMENT), file('bl-7.proof.json', proof.slice(0, -9))];
    for (const verdict of await session.verify(broken, silent)) expect(verdict.outcome).not.toBe('inconsistent');
  });

  it('a document alone is looked for in the archive', async () => {
    const { session } = await start();
    expect(only(await session.verify([file('bl-7.txt', DOCUMENT)], silent))).toMatchObject({
      outcome: 'consistent',
      code: 'verdict/document-consistent',
    });
    expect(only(await session.verify([file('x.txt', 'nobody recorded this')], silent))).toMatchObject({
      outcome: 'cannot-tell',
      code: 'record/not-found',
    });
  });

  it('says that it could not look where no archive can be reached', async () => {
    const { session } = await start();
    archives.isDown = true;
    expect(only(await session.verify([file('bl-7.txt', DOCUMENT)], silent))).toMatchObject({
      outcome: 'cannot-tell',
      code: 'record/could-not-look',
    });
  });

  it('pasted text', async () => {
    const { session } = await start();
    const verdict = only(await session.verify([{ kind: 'text', text: proof }], silent));
    expect(verdict).toMatchObject({ outcome: 'consistent', code: 'verdict/record-consistent' });
  });

  it('nothing is an error; cancelled work says so', async () => {
    const { session } = await start();
    expect(await codeOf(session.verify([], silent))).toBe('record/nothing-given');
    const cancelled = session.verify([file('bl-7.txt', DOCUMENT)], silent, AbortSignal.abort());
    expect(await codeOf(cancelled)).toBe('client/cancelled');
  });

  it('tells of the witness, once there is one', async () => {
    const node = await startNode({ network: networkFrom(chain) });
    const rig = await start();
    const items = [file('bl-7.proof.json', proof)];
    const state = async () =>
      only(await rig.session.verify(items, silent)).checks.find(({ id }) => id === 'witnessed')?.state;
    expect(await state()).toBe('unknown');
    await rig.session.addSource(CHAIN, node.ws);
    await rig.session.sync(CHAIN, 'head-first');
    expect(await state()).toBe('pass');
  });
});

describe('finding', () => {
  const hash = toHex(sha256(chain.data.get(RECORD_HEIGHT)!.transactions[1]!));

  it.each([
    ['transaction hash', hash],
    ['transaction hash as wallets print it', `0x${hash.toUpperCase()}`],
    ['transaction hash in groups', hash.replace(/(.{4})/g, '$1 ')],
    ['digest', hexOf(DOCUMENT)],
  ])('by %s', async (_, query) => {
    const { session } = await start();
    const verdict = only(await session.find(CHAIN, query));
    expect(verdict).toMatchObject({ outcome: 'consistent', recordBlock: { height: RECORD_HEIGHT } });
  });

  it('by height gives every record of the block', async () => {
    const { session } = await start();
    const verdicts = await session.find(CHAIN, `${RECORD_HEIGHT}`);
    expect(verdicts.length).toBeGreaterThan(1);
    expect(verdicts.some(({ outcome }) => outcome === 'consistent')).toBe(true);
  });

  it.each(['', 'abc', '0', '-1', '1.5', '99999999999999999999', 'zz'.repeat(32), 'ab'.repeat(31)])(
    '"%s" is no question',
    async (query) => {
      expect(await codeOf((await start()).session.find(CHAIN, query))).toBe('record/bad-query');
    },
  );

  it('what is not there is not found', async () => {
    expect(await codeOf((await start()).session.find(CHAIN, 'ab'.repeat(32)))).toBe('record/not-found');
  });
});

describe('saving a proof', () => {
  it('gives a file that verifies on another device, without a network', async () => {
    const { session } = await start();
    const { id } = only(await session.verify([file('bl-7.txt', DOCUMENT)], silent));
    const saved = await session.saveProof(id);
    expect(saved.name).toBe(`${CHAIN}-${RECORD_HEIGHT}.proof.json`);
    const other = await sessionOn({ origin: 'http://127.0.0.1:1' });
    const items = [file('bl-7.txt', DOCUMENT), file(saved.name, saved.bytes)];
    expect(only(await other.session.verify(items, silent))).toMatchObject({ outcome: 'consistent' });
  });

  it('of a verdict that has none is refused', async () => {
    const { session } = await start();
    expect(await codeOf(session.saveProof('v99'))).toBe('record/nothing-to-save');
    const [verdict] = await session.verify([file('x.txt', 'nobody recorded this')], silent);
    expect(verdict!.canSave).toBe(false);
    expect(await codeOf(session.saveProof(verdict!.id))).toBe('record/nothing-to-save');
  });
});

describe('packs', () => {
  /** An imported pack has no page that its addresses could start from. */
  const absolute = (made: MadeChain, changes = {}) =>
    chainEntry(made, { sources: [source(`${archives.origin}/${made.profile.chainId}/`)], ...changes });
  const second = (version = 1, changes = {}) => packOf([absolute(SECOND)], { name: 'Second', version, ...changes });

  async function accept({ session }: SessionRig, bytes: Uint8Array) {
    const preview = await session.inspectPack(blob(bytes));
    await session.acceptPack(preview.token);
    return preview;
  }

  it('are shown before they are trusted, and change nothing until then', async () => {
    const { session } = await start();
    const preview = await session.inspectPack(blob(second()));
    expect(preview).toMatchObject({
      pack: { name: 'Second', version: 1 },
      chains: [{ id: 'records-2', checkpointHeight: 1n }],
    });
    expect(preview.replaces).toBeUndefined();
    expect((await session.chains()).map(({ id }) => id)).toEqual([CHAIN]);
    await session.acceptPack(preview.token);
    expect((await session.chains()).map(({ id }) => id).sort()).toEqual([CHAIN, 'records-2']);
    expect(await codeOf(session.acceptPack(preview.token))).toBe('trust/preview-gone');
  });

  it('bring chains that work, are there after reopening, and go when they are removed', async () => {
    const rig = await start();
    const { pack } = await accept(rig, second());
    await rig.session.sync('records-2', 'head-first');
    const again = await rig.reopen();
    opened.push(again);
    expect(await viewOf(again, 'records-2')).toMatchObject({ state: 'complete', pack: { name: 'Second' } });
    await again.session.removePack(pack.fingerprint);
    expect((await again.session.chains()).map(({ id }) => id)).toEqual([CHAIN]);
    expect(await codeOf(again.session.sync('records-2', 'head-first'))).toBe('record/unknown-chain');
  });

  it('are replaced by later versions, never by earlier or other ones of the same number', async () => {
    const rig = await start();
    const old = await accept(rig, second(3));
    const preview = await rig.session.inspectPack(blob(second(4)));
    expect(preview.replaces).toMatchObject({ fingerprint: old.pack.fingerprint, version: 3 });
    await rig.session.acceptPack(preview.token);
    expect(await codeOf(accept(rig, second(3)))).toBe('store/pack-rollback');
    const other = second(4, { expires: '2027-02-01T00:00:00Z' });
    expect(await codeOf(accept(rig, other))).toBe('trust/version-reused');
    expect(await viewOf(rig, 'records-2')).toMatchObject({ pack: { version: 4 } });
  });

  it('the bundled one and unknown ones cannot be removed', async () => {
    const rig = await start();
    const { pack } = await viewOf(rig);
    expect(await codeOf(rig.session.removePack(pack.fingerprint))).toBe('trust/not-removable');
    expect(await codeOf(rig.session.removePack('00'))).toBe('trust/not-removable');
  });

  it('of a signature that does not fit, or no pack at all, are refused', async () => {
    const { session } = await start();
    const wrong = printPack(payloadJson([chainEntry(SECOND)]), [{ key: packKey(1) }]);
    expect(await codeOf(session.inspectPack(blob(wrong)))).toBe('trust/signature');
    for (const text of ['', '{}', '[]', 'hello'])
      expect(await codeOf(session.inspectPack(new Blob([text]))), text).toMatch(/^(json|trust)\//);
  });

  it('with a chain that this app cannot read, or an address that it may not call, are refused as a whole', async () => {
    const { session } = await start();
    const refused = (changes: object) =>
      codeOf(session.inspectPack(blob(packOf([chainEntry(SECOND, changes as never)], { name: 'Second' }))));
    expect(await refused({ family: 'unheard-of' })).toBe('chain/unknown-family');
    expect(await refused({ sources: [source('http://node.example', 'http')] })).toBe('source/insecure-address');
    expect(await refused({ profile: {} })).toMatch(/^(json|trust)\//);
    expect(await refused({ records: { kind: 'transaction-text', pattern: 'record/{id}' } })).toBe('trust/record-rule');
    expect(await refused({ records: { kind: 'abi', sources: [] } })).toMatch(/^(json|trust)\//);
  });

  it('that name a chain of another pack take its place', async () => {
    const rig = await start();
    await accept(rig, packOf([absolute(chain, { operator: 'Imported' })], { name: 'Mine' }));
    expect(await viewOf(rig)).toMatchObject({ operator: 'Imported', pack: { name: 'Mine' } });
    expect((await rig.session.chains()).length).toBe(1);
  });

  it('that can no longer be read leave the others working', async () => {
    const rig = await start();
    await rig.vault.savePack({ name: 'Broken', version: 1, bytes: Uint8Array.of(1, 2, 3), addedAt: 1 });
    const again = await rig.reopen();
    expect((await again.session.chains()).map(({ id }) => id)).toEqual([CHAIN]);
  });
});

describe('one chain that cannot be opened', () => {
  it('says why when it is asked for, and leaves the others working', async () => {
    const bundled = packOf([chainEntry(chain), chainEntry(SECOND)]);
    const openStore = async (chainId: string) => {
      if (chainId === 'records-2') throw Object.assign(new Error('disk'), {});
      return new MemoryChainStore();
    };
    const rig = await start({ bundled, openStore });
    expect((await rig.session.chains()).map(({ id }) => id)).toEqual([CHAIN]);
    await expect(rig.session.sync('records-2', 'head-first')).rejects.toThrow('disk');
    await rig.session.sync(CHAIN, 'head-first');
    expect(await viewOf(rig)).toMatchObject({ state: 'complete' });
  });
});

describe('sources', () => {
  it('are added, kept, and removed again; bundled ones stay', async () => {
    const node = await startNode({ network: networkFrom(chain) });
    const rig = await start();
    await rig.session.addSource(CHAIN, ` ${node.ws} `);
    expect(await codeOf(rig.session.addSource(CHAIN, node.ws))).toBe('source/already-there');
    const again = await rig.reopen();
    const { sources } = await viewOf(again);
    expect(sources.map(({ address, bundled }) => [address, bundled])).toEqual([
      [`/${CHAIN}/`, true],
      [node.ws, false],
    ]);
    await again.session.removeSource(CHAIN, node.ws);
    expect((await viewOf(again)).sources.length).toBe(1);
    expect((await viewOf(await again.reopen())).sources.length).toBe(1);
    expect(await codeOf(again.session.removeSource(CHAIN, `/${CHAIN}/`))).toBe('source/not-removable');
  });

  it.each([
    ['nonsense', 'source/bad-address'],
    ['ws://node.example', 'source/insecure-address'],
    ['https://user:secret@node.example', 'source/bad-address'],
  ])('%s is refused, and not kept', async (address, code) => {
    const rig = await start();
    expect(await codeOf(rig.session.addSource(CHAIN, address))).toBe(code);
    expect(await rig.vault.endpoints(CHAIN)).toEqual([]);
  });

  it('that live are followed: a new block is verified without being asked for', async () => {
    const live = recordChain({ transactions: () => [] }); // a mock node tells of empty blocks only
    const node = await startNode({ network: networkFrom(live), tip: 4 });
    const bundled = packOf([chainEntry(live, { sources: [source(node.ws, 'websocket')] })]);
    const rig = await synced({ bundled });
    expect(await viewOf(rig)).toMatchObject({ state: 'complete', head: { height: 4n } });
    await expect.poll(() => node.counters.byMethod.subscribe).toBe(1);
    node.setTip(5);
    await expect.poll(async () => (await viewOf(rig)).head?.height, { timeout: 4000 }).toBe(5n);
    await rig.session.stop(CHAIN);
    node.setTip(6);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await viewOf(rig)).head?.height).toBe(5n);
  });
});

describe('a frozen chain', () => {
  async function frozen(): Promise<SessionRig> {
    const rig = await synced();
    const { session, vault } = rig;
    const [view] = await session.chains();
    const trustRoot = await trustRootOf(rig);
    await vault.freeze(view!.id, trustRoot, forkAt(2n));
    await session.reload();
    return rig;
  }

  it('says so, and gives out its evidence, without the side that has none', async () => {
    const rig = await frozen();
    expect(await viewOf(rig)).toMatchObject({ state: 'frozen', fork: { height: 2n, lastCommonHeight: 1n } });
    const files = await rig.session.exportEvidence(CHAIN);
    expect(files.map(({ name }) => name)).toEqual([`${CHAIN}-evidence-2-side-1.json`]);
    expect(JSON.parse(new TextDecoder().decode(files[0]!.bytes))).toEqual({ side: 'a' });
    expect(await errorOf(rig.session.sync(CHAIN, 'head-first'))).toMatchObject({ code: 'client/frozen' });
  });

  it('decides nothing about records from the fork on', async () => {
    const rig = await frozen();
    const verdict = only(await rig.session.verify([file('bl-7.txt', DOCUMENT), file('p.proof.json', proof)], silent));
    expect(verdict.outcome).toBe('cannot-tell');
  });

  it('a chain without a fork has no evidence', async () => {
    expect(await codeOf((await start()).session.exportEvidence(CHAIN))).toBe('client/no-fork');
  });
});

/** The security memory keeps heads by trust root, which only the pack's reader knows. */
async function trustRootOf(rig: SessionRig): Promise<string> {
  const { openPack } = await import('../../../src/trust/pack.ts');
  const { localVerifier } = await import('../../../src/crypto/verify.ts');
  const pack = await openPack(packOf([chainEntry(chain)]), localVerifier);
  expect(await rig.vault.read(CHAIN, pack.chains[0]!.trustRoot)).toMatchObject({ trustedHead: { height: 6n } });
  return pack.chains[0]!.trustRoot;
}

describe('starting over', () => {
  it('with one chain forgets its headers and its trusted head, and nothing else', async () => {
    const rig = await synced();
    const root = await trustRootOf(rig);
    await rig.session.addSource(CHAIN, 'ws://127.0.0.1:1/websocket');
    await rig.session.startOver(CHAIN);
    expect(rig.deleted).toEqual([CHAIN]);
    expect(await viewOf(rig)).toMatchObject({ state: 'idle', verifiedCount: 0n, head: undefined });
    expect((await viewOf(rig)).sources.length).toBe(2);
    expect(await rig.vault.read(CHAIN, root)).toEqual({ trustedHead: undefined, fork: undefined });
    expect(rig.events.at(-1)).toMatchObject({ kind: 'storage' });
  });

  it('with everything deletes everything, and the bundled chains are there as on the first day', async () => {
    const rig = await synced();
    await rig.session.startOver();
    expect(rig.deleted).toEqual(['*']);
    expect(await viewOf(rig)).toMatchObject({ state: 'idle', verifiedCount: 0n });
    await rig.session.sync(CHAIN, 'head-first');
    expect(await viewOf(rig)).toMatchObject({ state: 'complete' });
  });

  it('with a chain that is not there is refused', async () => {
    expect(await codeOf((await start()).session.startOver('nobody'))).toBe('record/unknown-chain');
  });
});

describe('about', () => {
  it('says what this is', async () => {
    const about = await (await start()).session.about();
    expect(about).toMatchObject({ version: 'test', signatureWorkers: 0 });
    expect(['simd', 'scalar', 'js']).toContain(about.core);
  });
});
