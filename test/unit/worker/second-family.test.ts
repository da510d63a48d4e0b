// What a session does differently for chains of sealers: their times move no clock, their nodes have no sockets, a leader's
// word is shown as such, and a record may be an event of a transaction.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { hash } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { openPack } from '../../../src/trust/pack.ts';
import { fiscoArchive, fiscoEntry } from '../../support/fisco-archive.ts';
import type { JsonMembers } from '../../support/make-chain-pack.ts';
import { recordRuleJson } from '../../support/make-fisco-calls.ts';
import { DOCUMENT, exampleFisco, HEAD, RECORD } from '../../support/make-fisco-example.ts';
import { closeAll, installNetwork, uninstallNetwork } from '../client/node-rig.ts';
import { codeOf } from '../client/rig.ts';
import {
  Archives,
  blob,
  CHAIN,
  chain,
  chainEntry,
  file,
  packOf,
  type SessionRig,
  sessionOn,
  silent,
  source,
} from './session-rig.ts';

const sealers = exampleFisco({ cryptography: 'national' });
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
afterEach(closeAll);

const checkpoints = [{ height: '1', hash: toHex(sealers.block(1).hash) }];
const sealersEntry = (changes: JsonMembers = {}) =>
  fiscoEntry(sealers, { checkpoints, sources: [source(`/${FISCO}/`)], ...changes });
const BOTH = packOf([chainEntry(chain), sealersEntry()]);
const start = (change: Parameters<typeof sessionOn>[0] = {}) =>
  sessionOn({ origin: archives.origin, bundled: BOTH, now: sealers.now, ...change });
const viewOf = async ({ session }: SessionRig, id = FISCO) => (await session.chains()).find((view) => view.id === id)!;

describe('a chain of sealers', () => {
  it('shows what only its leader says as that, and the rest as hashed', async () => {
    const { session } = await start();
    await session.sync(FISCO, 'head-first');
    const { fields, quorum } = await session.header(FISCO, HEAD);
    const proofs = new Map(fields.map(({ name, proof }) => [name, proof]));
    const own = fiscoBcos.describeHeader(sealers.head.header);
    expect(own.some(({ attestedBy }) => attestedBy === 'proposer')).toBe(true);
    for (const { name, attestedBy } of own)
      expect(proofs.get(name), name).toBe(attestedBy === 'proposer' ? 'proposer-only' : 'header-hash');
    const weight = sealers.sealers.reduce((sum, sealer) => sum + sealer.weight, 0n);
    expect(quorum).toMatchObject({ signedPower: weight, totalPower: weight });
    const of = (await session.header(FISCO, 2n)).fields.map(({ name }) => name);
    expect(of).toEqual(fields.map(({ name }) => name));
  });

  it('takes dropped blocks of its own family only', async () => {
    const { session } = await start({ bundled: packOf([sealersEntry({ sources: [] })]) });
    const lines = sealers.blocks.slice(1).map((block) => JSON.stringify(fiscoBcos.lightBlockToJson(block)));
    await session.addFiles(FISCO, [{ name: 'blocks.jsonl', blob: new Blob([lines.join('\n')]) }]);
    await session.sync(FISCO, 'head-first');
    expect((await session.chains())[0]).toMatchObject({ state: 'complete', verifiedCount: HEAD });
  });

  it('has a document found by its SM3 digest, and by the digest alone', async () => {
    const { session } = await start({ bundled: packOf([sealersEntry()]) });
    const verdicts = await session.verify([file('bl-7.txt', DOCUMENT)], silent);
    expect(verdicts[0]).toMatchObject({
      outcome: 'consistent',
      record: { algorithm: 'sm3', id: RECORD.id },
      digests: { algorithm: 'SM3', document: toHex(hash('sm3', DOCUMENT)) },
    });
    const pasted = await session.verify([{ kind: 'text', text: toHex(hash('sm3', DOCUMENT)) }], silent);
    expect(pasted[0]).toMatchObject({ outcome: 'consistent', record: { id: RECORD.id } });
  });

  it.each([
    ['calls and events', ['event', 'input']],
    ['events alone', ['event']],
    ['calls alone', ['input']],
  ] as const)('has the record of a transaction found by its hash, where %s are records', async (_, from) => {
    const { session } = await start({ bundled: packOf([sealersEntry({ records: recordRuleJson('sm3', from) })]) });
    const id = toHex(sealers.hashes(sealers.data.get(RECORD.number)!).transactions[RECORD.index]!);
    const verdicts = await session.find(FISCO, id);
    expect(verdicts.map(({ outcome, record }) => [outcome, record?.id, record?.transactionHash])).toContainEqual([
      'consistent',
      RECORD.id,
      id,
    ]);
  });
});

describe('a chain whose times are one leader’s word', () => {
  const rootOf = async () => (await openPack(BOTH, localVerifier)).chains.find(({ id }) => id === FISCO)!.trustRoot;
  /** The device's clock is a little behind: the head's time lies ahead of it, within the drift. */
  const behind = (time: { seconds: bigint; nanos: number }) => ({ ...time, seconds: time.seconds - 5n });
  const checkedAt = async ({ session }: SessionRig) =>
    (await session.verify([file('x.txt', 'nobody recorded this')], silent))[0]!.checkedAt;

  it('does not move the clock of the device, nor the floor that it remembers', async () => {
    const device = behind(sealers.head.time);
    const rig = await start({ now: device });
    await rig.session.sync(FISCO, 'head-first');
    expect(await viewOf(rig)).toMatchObject({ head: { height: HEAD } });
    expect(await rig.vault.clockFloor()).toBeUndefined();
    expect((await checkedAt(rig)).seconds).toBe(device.seconds);
    expect((await rig.vault.read(FISCO, await rootOf())).trustedHead).toMatchObject({ height: HEAD });
  });

  it('differs in that from one whose times were agreed upon', async () => {
    const rig = await start({ now: behind(chain.block(6).time) });
    await rig.session.sync(CHAIN, 'head-first');
    expect(await rig.vault.clockFloor()).toEqual(chain.block(6).time);
    expect((await checkedAt(rig)).seconds).toBe(chain.block(6).time.seconds);
  });
});

describe('addresses of a family without sockets', () => {
  const SOCKET = 'ws://127.0.0.1:1/websocket';

  it('are refused, and not kept: the chain can be opened again', async () => {
    const rig = await start();
    expect(await codeOf(rig.session.addSource(FISCO, SOCKET))).toBe('source/no-websocket');
    expect(await rig.vault.endpoints(FISCO)).toEqual([]);
    const again = await rig.reopen();
    await again.session.sync(FISCO, 'head-first');
    expect(await viewOf(again)).toMatchObject({ state: 'complete' });
  });

  it('in a pack are refused with it, before anybody trusts it', async () => {
    const { session } = await start({ bundled: packOf([chainEntry(chain)]) });
    const pack = packOf([sealersEntry({ sources: [source(SOCKET, 'websocket')] })], { name: 'Second' });
    expect(await codeOf(session.inspectPack(blob(pack)))).toBe('source/no-websocket');
  });
});
