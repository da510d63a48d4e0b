// Chains of a family that nobody has looked at: the pack names them, and nothing of them is loaded or opened until somebody
// asks for one. Asking for one, in whatever way, opens it, once.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadFamily } from '../../../src/chain/registry.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { MemoryChainStore, MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import type { ChainView } from '../../../src/worker/api.ts';
import type { Session } from '../../../src/worker/session.ts';
import { fiscoArchive, fiscoEntry } from '../../support/fisco-archive.ts';
import type { JsonMembers } from '../../support/make-chain-pack.ts';
import { DOCUMENT } from '../../support/make-chain-proof.ts';
import { exampleFisco, HEAD } from '../../support/make-fisco-example.ts';
import { closeAll, installNetwork, uninstallNetwork } from '../client/node-rig.ts';
import { codeOf } from '../client/rig.ts';
import {
  Archives,
  blob,
  CHAIN,
  chain,
  chainEntry,
  file,
  forkAt,
  packOf,
  type SessionRig,
  sessionOn,
  silent,
  source,
} from './session-rig.ts';

vi.mock('../../../src/chain/registry.ts', async (original) => {
  const { loadFamily: load } = await original<typeof import('../../../src/chain/registry.ts')>();
  return { loadFamily: vi.fn(load) };
});

const sealers = exampleFisco();
const FISCO = sealers.profile.chainId;
const archives = new Archives([chain]);
archives.add(FISCO, fiscoArchive(sealers));
beforeAll(async () => {
  installNetwork();
  await archives.start();
});
afterAll(() => {
  uninstallNetwork();
  archives.close();
});
beforeEach(() => {
  vi.mocked(loadFamily).mockClear();
  archives.log.length = 0;
});
afterEach(closeAll);

const checkpoints = [{ height: '1', hash: toHex(sealers.block(1).hash) }];
const sealersEntry = (changes: JsonMembers = {}) =>
  fiscoEntry(sealers, { checkpoints, sources: [source(`/${FISCO}/`)], ...changes });
const BOTH = packOf([chainEntry(chain), sealersEntry()]);
/** An imported pack names no address of the app's own. */
const importedEntry = (changes: JsonMembers = {}) =>
  sealersEntry({ sources: [source(`${archives.origin}/${FISCO}/`)], ...changes });
const now = sealers.now;

interface Watched extends SessionRig {
  /** Chains whose store was opened, in order. */
  readonly storesOpened: string[];
}

async function start(change: Parameters<typeof sessionOn>[0] = {}): Promise<Watched> {
  const storesOpened: string[] = [];
  const stores = change.stores ?? new Map();
  const openStore = async (chainId: string, trustRoot: string) => {
    storesOpened.push(chainId);
    if (change.openStore) return change.openStore(chainId, trustRoot);
    const store = stores.get(chainId) ?? new MemoryChainStore();
    stores.set(chainId, store);
    return store;
  };
  const rig = await sessionOn({ origin: archives.origin, bundled: BOTH, now, ...change, stores, openStore });
  return { ...rig, storesOpened };
}

const familiesLoaded = () => [...new Set(vi.mocked(loadFamily).mock.calls.map(([id]) => id))];
const viewOf = async ({ session }: SessionRig, id = FISCO): Promise<ChainView> =>
  (await session.chains()).find((view) => view.id === id)!;
/** Of a session's pack: what the security memory keeps a chain's head under. */
async function rootOf(bundled: Uint8Array, id: string): Promise<string> {
  const { openPack } = await import('../../../src/trust/pack.ts');
  const { localVerifier } = await import('../../../src/crypto/verify.ts');
  return (await openPack(bundled, localVerifier)).chains.find((entry) => entry.id === id)!.trustRoot;
}

/** A proof file of a record in block 2, made by this session. */
async function proofOf({ session }: SessionRig, id: string) {
  const verdict = (await session.find(id, '2')).find(({ outcome }) => outcome === 'consistent');
  const { name, bytes } = await session.saveProof(verdict!.id);
  return file(name, bytes);
}

describe('a chain of a family that nobody has looked at', () => {
  it('costs nothing at the start: family not loaded, store not opened, nothing fetched', async () => {
    const { storesOpened } = await start();
    expect(familiesLoaded()).toEqual(['cometbft']);
    expect(storesOpened).toEqual([CHAIN]);
    expect(archives.log).toEqual([]);
  });

  it('is listed where the pack has it, idle, with what the pack says and nothing verified', async () => {
    const rig = await start();
    expect((await rig.session.chains()).map(({ id, state }) => [id, state])).toEqual([
      [CHAIN, 'idle'],
      [FISCO, 'idle'],
    ]);
    expect(await viewOf(rig)).toEqual({
      id: FISCO,
      family: 'fisco-bcos',
      version: '3.6.0',
      operator: 'Sealers',
      pack: (await viewOf(rig, CHAIN)).pack,
      state: 'idle',
      checkpoint: { height: 1n, hash: toHex(sealers.block(1).hash) },
      ranges: [],
      verifiedCount: 0n,
      sources: [expect.objectContaining({ address: `/${FISCO}/`, role: 'primary', health: 'unknown', bundled: true })],
      offlineReady: false,
    });
    expect(rig.storesOpened).toEqual([CHAIN]);
  });

  it('is of any family but that of the first chain of the pack', async () => {
    const rig = await start({ bundled: packOf([sealersEntry(), chainEntry(chain)]) });
    expect(rig.storesOpened).toEqual([FISCO]);
    expect(familiesLoaded()).toEqual(['fisco-bcos']);
    expect((await rig.session.chains()).map(({ id }) => id)).toEqual([FISCO, CHAIN]);
    await rig.session.sync(CHAIN, 'head-first');
    expect(await viewOf(rig, CHAIN)).toMatchObject({ state: 'complete' });
  });

  it('looks the same to the page before it is opened and after', async () => {
    const rig = await start();
    const before = await viewOf(rig);
    expect(await codeOf(rig.session.header(FISCO, 1n))).toBe('client/height-above-head');
    expect(rig.storesOpened).toEqual([CHAIN, FISCO]);
    const given = (view: ChainView) => Object.entries(view).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(given(await viewOf(rig)))).toEqual(Object.fromEntries(given(before)));
  });

  it.each([
    ['its header', (session: Session) => session.header(FISCO, 1n), 'client/height-above-head'],
    [
      'all signatures of a block',
      (session: Session) => session.checkAllSignatures(FISCO, 1n),
      'client/height-above-head',
    ],
    ['its evidence', (session: Session) => session.exportEvidence(FISCO), 'client/no-fork'],
    ['a source more', (session: Session) => session.addSource(FISCO, 'x'), 'source/bad-address'],
    ['a source less', (session: Session) => session.removeSource(FISCO, 'x'), 'source/not-removable'],
    ['a search', (session: Session) => session.find(FISCO, 'x'), 'record/bad-query'],
  ] as const)('is opened by asking for %s', async (_, ask, expected) => {
    const { session, storesOpened } = await start();
    expect(await codeOf(ask(session) as Promise<unknown>)).toBe(expected);
    expect(storesOpened).toEqual([CHAIN, FISCO]);
    expect(familiesLoaded()).toEqual(['cometbft', 'fisco-bcos']);
  });

  it('is opened by a sync, and is then verified like any other', async () => {
    const rig = await start();
    await rig.session.sync(FISCO, 'head-first');
    expect(await viewOf(rig)).toMatchObject({ state: 'complete', verifiedCount: HEAD, head: { height: HEAD } });
    expect((await rig.session.header(FISCO, 5n)).hash).toBe(toHex(sealers.block(5).hash));
    expect(await viewOf(rig, CHAIN)).toMatchObject({ state: 'idle', verifiedCount: 0n });
    const states = rig.events.flatMap((event) => (event.kind === 'chain' ? [event.chain.id] : []));
    expect(new Set(states.slice(-3))).toEqual(new Set([FISCO]));
  });

  it('is opened by a proof file of it, and by no other', async () => {
    const maker = await start();
    const rig = await start();
    expect((await rig.session.verify([await proofOf(maker, CHAIN)], silent))[0]!.outcome).toBe('consistent');
    expect(rig.storesOpened).toEqual([CHAIN]);
    const [verdict] = await rig.session.verify([await proofOf(maker, FISCO)], silent);
    expect(verdict).toMatchObject({ outcome: 'consistent', chain: { id: FISCO, family: 'fisco-bcos' } });
    expect(rig.storesOpened).toEqual([CHAIN, FISCO]);
  });

  it('is opened by a document without a proof, which may be recorded anywhere', async () => {
    const rig = await start();
    await rig.session.verify([file('x.txt', 'nobody recorded this')], silent);
    expect(rig.storesOpened).toEqual([CHAIN, FISCO]);
  });

  it('is opened once, however many ask at the same time', async () => {
    const { session, storesOpened } = await start();
    await Promise.all([
      session.sync(FISCO, 'head-first'),
      session.sync(FISCO, 'head-first'),
      codeOf(session.find(FISCO, 'x')),
      session.verify([file('x.txt', 'nobody recorded this')], silent),
      codeOf(session.header(FISCO, 99n)),
    ]);
    expect(storesOpened).toEqual([CHAIN, FISCO]);
    expect(vi.mocked(loadFamily).mock.calls.filter(([id]) => id === 'fisco-bcos').length).toBe(1);
    expect((await session.chains()).map(({ id }) => id)).toEqual([CHAIN, FISCO]);
  });

  it('is not opened by being told to stop', async () => {
    const { session, storesOpened } = await start();
    await session.stop(FISCO);
    expect(storesOpened).toEqual([CHAIN]);
  });

  it('stops while it is still being opened: the sync that waits for it does not begin', async () => {
    let open: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      open = resolve;
    });
    const openStore = async (id: string) => {
      if (id === FISCO) await slow;
      return new MemoryChainStore();
    };
    const rig = await start({ openStore });
    const ended = codeOf(rig.session.sync(FISCO, 'head-first'));
    const stopped = rig.session.stop(FISCO);
    open();
    await stopped;
    expect(await ended).toBe('client/cancelled');
    expect(await viewOf(rig)).toMatchObject({ head: undefined });
  });
});

describe('a family that was looked at before', () => {
  const withMemory = async (change: (vault: MemorySecurityMemory, root: string) => Promise<void>) => {
    const vault = new MemorySecurityMemory();
    await change(vault, await rootOf(BOTH, FISCO));
    return start({ vault });
  };

  it.each([
    ['a trusted head', (vault: MemorySecurityMemory, root: string) => vault.raiseHead(FISCO, root, sealers.block(3))],
    ['an endpoint', (vault: MemorySecurityMemory) => vault.addEndpoint(FISCO, 'http://127.0.0.1:1')],
  ] as const)('is loaded at the start where the device remembers %s of one of its chains', async (_, remember) => {
    const { storesOpened } = await withMemory(remember);
    expect(storesOpened.sort()).toEqual([FISCO, CHAIN].sort());
    expect(familiesLoaded().sort()).toEqual(['cometbft', 'fisco-bcos']);
  });

  it('opens with all of its chains, and shows what was verified', async () => {
    const second = exampleFisco({ chainId: 'fisco-made-2', seed: 'second' });
    const bundled = packOf([chainEntry(chain), sealersEntry(), fiscoEntry(second)]);
    const first = await start({ bundled });
    await first.session.sync(FISCO, 'head-first');
    expect(first.storesOpened).toEqual([CHAIN, FISCO]);
    const again = await start({ bundled, vault: first.vault, stores: first.stores });
    expect(again.storesOpened.sort()).toEqual([FISCO, 'fisco-made-2', CHAIN].sort());
    expect(await viewOf(again)).toMatchObject({ state: 'complete', verifiedCount: HEAD });
  });

  it('opens where one of its chains is frozen: that must be seen without asking', async () => {
    const first = await start();
    await first.session.sync(FISCO, 'head-first');
    await first.vault.freeze(FISCO, await rootOf(BOTH, FISCO), { ...forkAt(2n), lastCommonHeight: 1n });
    const again = await start({ vault: first.vault, stores: first.stores });
    expect(await viewOf(again)).toMatchObject({ state: 'frozen', fork: { height: 2n } });
  });

  it('does not open for what the device remembers of other chains', async () => {
    const vault = new MemorySecurityMemory();
    await vault.raiseHead(CHAIN, await rootOf(BOTH, CHAIN), chain.block(3));
    await vault.raiseHead(FISCO, 'another root', sealers.block(3));
    await vault.addEndpoint('fisco-made-9', 'http://127.0.0.1:1');
    const { storesOpened } = await start({ vault });
    expect(storesOpened).toEqual([CHAIN]);
  });

  it('that another tab has opened and synced is shown here too, once it is read again', async () => {
    const here = await start();
    const there = await start({ vault: here.vault, stores: here.stores });
    await there.session.sync(FISCO, 'head-first');
    await here.session.reload();
    expect(await viewOf(here)).toMatchObject({ state: 'complete', verifiedCount: HEAD });
  });
});

describe('a chain that cannot be opened', () => {
  it.each([
    ['with a version that its family does not know', { version: '1.0' }, 'trust/unknown-rule'],
    ['with a profile of another family', { profile: chainEntry(chain).profile! }, 'json/unknown-member'],
    ['with a rule for records of another family', { records: chainEntry(chain).records! }, 'json/unknown-member'],
    ['of a family that nobody knows', { family: 'unheard-of' }, 'chain/unknown-family'],
  ] as const)(
    '%s says why, every time it is asked for, and leaves the others working',
    async (_, changes, expected) => {
      const rig = await start({ bundled: packOf([chainEntry(chain), sealersEntry(changes as JsonMembers)]) });
      expect((await rig.session.chains()).map(({ id }) => id)).toEqual([CHAIN, FISCO]);
      for (let i = 0; i < 2; i++) expect(await codeOf(rig.session.sync(FISCO, 'head-first'))).toBe(expected);
      await rig.session.sync(CHAIN, 'head-first');
      expect(await viewOf(rig, CHAIN)).toMatchObject({ state: 'complete' });
    },
  );

  it('for want of its store says that, to all who asked at once', async () => {
    const openStore = async (id: string) => {
      if (id === FISCO) throw new MingzhengError('store/blocked');
      return new MemoryChainStore();
    };
    const { session, storesOpened } = await start({ openStore });
    const codes = await Promise.all([0, 1].map(() => codeOf(session.sync(FISCO, 'head-first'))));
    expect(codes).toEqual(['store/blocked', 'store/blocked']);
    expect(storesOpened).toEqual([CHAIN, FISCO]);
  });

  it('makes no document undecidable that is recorded elsewhere', async () => {
    const rig = await start({ bundled: packOf([chainEntry(chain), sealersEntry({ version: '1.0' })]) });
    expect((await rig.session.verify([await proofOf(rig, CHAIN)], silent))[0]!.outcome).toBe('consistent');
    const [alone] = await rig.session.verify([file('bl-7.txt', DOCUMENT)], silent);
    expect(alone).toMatchObject({ outcome: 'consistent', chain: { id: CHAIN } });
  });

  it('though the security memory fails for it alone: the others start', async () => {
    const vault = new MemorySecurityMemory();
    const read = vault.read.bind(vault);
    vault.read = async (id, root) => {
      if (id === FISCO) throw new MingzhengError('store/corrupt');
      return read(id, root);
    };
    const rig = await start({ vault });
    await rig.session.sync(CHAIN, 'head-first');
    expect(await viewOf(rig, CHAIN)).toMatchObject({ state: 'complete' });
    expect(await codeOf(rig.session.sync(FISCO, 'head-first'))).toBe('store/corrupt');
  });
});

describe('packs that change while a chain is being opened', () => {
  /** A session in which the first opening of the sealers' chain takes until it is told to go on. */
  async function slowSession(bundled: Uint8Array) {
    let open: () => void = () => undefined;
    let gate: Promise<void> | undefined = new Promise((resolve) => {
      open = resolve;
    });
    const openStore = async (id: string) => {
      const wait = id === FISCO ? gate : undefined;
      if (wait) gate = undefined;
      await wait;
      return new MemoryChainStore();
    };
    return { rig: await start({ bundled, openStore }), open: () => open() };
  }
  const absoluteEntry = () => chainEntry(chain, { sources: [source(`${archives.origin}/${CHAIN}/`)] });

  it('a chain whose pack was removed meanwhile is not there afterwards', async () => {
    const { rig, open } = await slowSession(packOf([chainEntry(chain)]));
    const pack = packOf([absoluteEntry(), importedEntry()], { name: 'Second' });
    const preview = await rig.session.inspectPack(blob(pack));
    await rig.session.acceptPack(preview.token);
    const asked = codeOf(rig.session.header(FISCO, 1n));
    await rig.session.removePack(preview.pack.fingerprint);
    open();
    await asked;
    expect((await rig.session.chains()).map(({ id }) => id)).toEqual([CHAIN]);
    expect(await codeOf(rig.session.header(FISCO, 1n))).toBe('record/unknown-chain');
  });

  it('a chain that another pack names meanwhile is the other pack’s afterwards', async () => {
    const { rig, open } = await slowSession(BOTH);
    const pack = packOf([importedEntry({ operator: 'Imported' })], { name: 'Second' });
    const preview = await rig.session.inspectPack(blob(pack));
    const asked = codeOf(rig.session.header(FISCO, 1n));
    await rig.session.acceptPack(preview.token);
    open();
    await asked;
    await codeOf(rig.session.header(FISCO, 1n));
    expect(await viewOf(rig)).toMatchObject({ operator: 'Imported', pack: { name: 'Second' } });
  });
});
