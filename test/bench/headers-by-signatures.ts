// headers-by-signatures: headers verified one after another, each by the signatures of its own commit, and stored.
import type { LightBlock } from '../../src/chain/chain.ts';
import { type HeadResult, syncHead } from '../../src/client/head.ts';
import type { Source } from '../../src/client/ports.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain.ts';
import { type BenchHost, contextOf, measureRow, NO_SIGNAL, sourceOf } from './host.ts';
import { nobleVerifier } from './peers.ts';
import { type Contender, mustHold, type Row, type Run } from './rounds.ts';

/** The slow peer gets a shorter piece of the same chain, and its rate counts. */
const PEER_HEADERS = 250n;

/** The archive as it was when the block at `head` was the newest. */
function upTo(chain: BenchChain, head: bigint): Source {
  const source = sourceOf(chain);
  return {
    id: source.id,
    operator: source.operator,
    head: (signal): Promise<LightBlock> => source.lightBlock(head, signal),
    lightBlock: (height, signal) => source.lightBlock(height, signal),
    history: (from, to, signal) => source.history(from, to, signal),
  };
}

interface Piece {
  readonly host: BenchHost;
  readonly chain: BenchChain;
  readonly head: bigint;
  readonly verifier: SignatureVerifier;
}

/** Proves the newest head of the piece from its checkpoint, every header on the way, with an empty store. */
async function run({ host, chain, head, verifier }: Piece): Promise<Run> {
  const { store, remove } = await host.freshStore();
  const sync = {
    context: contextOf(chain, verifier),
    checkpoints: [chain.checkpoint],
    store,
    index: await store.index(),
    patience: { wait: async () => undefined },
    onProgress: () => undefined,
  };
  const source = upTo(chain, head);
  const started = performance.now();
  const result = await syncHead(sync, 'sequential', source, [], NO_SIGNAL);
  const ms = performance.now() - started;
  check(chain, head, result, await store.index());
  await remove();
  return { units: Number(head), ms };
}

type Index = Awaited<ReturnType<Awaited<ReturnType<BenchHost['freshStore']>>['store']['index']>>;

function check(chain: BenchChain, head: bigint, result: HeadResult, index: Index): void {
  mustHold(result.head.height === head && index.head?.height === head, 'the head is reached');
  mustHold(head !== chain.head || bytesEqual(result.head.hash, chain.headHash), 'the head is the right one');
  mustHold(index.blocks.length === Number(head), 'every header is stored');
  mustHold(
    index.blocks.every(({ how, height }) => how === (height === 1n ? 'checkpoint' : 'signed')),
    'every header is verified by signatures',
  );
}

/** The first step with a verifier that says no must fail, or nothing is verified at all. */
async function checkRefusal(piece: Piece): Promise<void> {
  const refuse: SignatureVerifier = { verify: async (claims) => claims.map(() => false) };
  const accepted = await run({ ...piece, head: 2n, verifier: refuse }).then(
    () => true,
    () => false,
  );
  mustHold(!accepted, 'wrong signatures are refused');
}

export async function headersBySignatures(host: BenchHost, work: string): Promise<Row[]> {
  const chain = await host.chain('signed-10000');
  const piece: Piece = { host, chain, head: chain.head, verifier: localVerifier };
  await checkRefusal(piece);
  const ours: Contender = () => run(piece);
  const peer: Contender = () => run({ ...piece, head: PEER_HEADERS, verifier: nobleVerifier });
  const peerName = `the same with a loop over @noble/curves, ${PEER_HEADERS} headers scaled`;
  return [await measureRow(host, { work, unit: 'headers/s', peerName }, ours, peer)];
}
