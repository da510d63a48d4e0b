// headers-by-signatures: headers verified one after another, each by the signatures of its own commit, and stored.
import type { LightBlock } from '../../src/chain/chain.ts';
import { type HeadResult, syncHead } from '../../src/client/head.ts';
import type { Source } from '../../src/client/ports.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { checkVerifier, claimsOf } from './claims.ts';
import { WEB_CRYPTO, webCryptoEd25519 } from './curve-peers.ts';
import { type BenchHost, contextOf, measureRow, NO_SIGNAL, sourceOf } from './host.ts';
import { nobleVerifier } from './peers.ts';
import { type Contender, mustHold, type Row, type Run } from './rounds.ts';

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

/** So many at once that workers get their share. */
const CHECKED_TOGETHER = 100;

async function checkVerifiers({ chain, verifier }: Piece, peer: SignatureVerifier): Promise<void> {
  const { family, profile } = chain;
  const head = await sourceOf(chain).lightBlock(chain.head, NO_SIGNAL);
  const claims = await claimsOf(family.quorum(profile, head, true));
  mustHold(claims.length === family.membersOf(head).length, 'everybody has signed');
  const many = Array.from({ length: CHECKED_TOGETHER }, (_, i) => claims[i % claims.length]!);
  for (const each of [verifier, peer]) await checkVerifier(each, many);
}

/** Adds up the time in which a verifier has something to answer, and what it is asked. */
class TimedVerifier implements SignatureVerifier {
  ms = 0;
  claims = 0;
  #asked = 0;
  #since = 0;

  constructor(private readonly verifier: SignatureVerifier) {}

  async verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    if (this.#asked++ === 0) this.#since = performance.now();
    const answers = await this.verifier.verify(claims);
    if (--this.#asked === 0) this.ms += performance.now() - this.#since;
    this.claims += claims.length;
    return answers;
  }
}

interface Contest {
  readonly ours: SignatureVerifier;
  readonly peer: SignatureVerifier;
  readonly peerName: string;
  /** The slow peer gets so many headers of the same chain, and its rate counts. */
  readonly peerHeaders: bigint;
}

async function contest(host: BenchHost, work: string, name: ChainName, contestants: Contest): Promise<Row[]> {
  const { peer, peerName, peerHeaders } = contestants;
  const chain = await host.chain(name);
  const verifier = new TimedVerifier(contestants.ours);
  const piece: Piece = { host, chain, head: chain.head, verifier };
  await checkRefusal(piece);
  await checkVerifiers(piece, peer);
  const before = { ...verifier };
  const ran: Run[] = [];
  const ours: Contender = async () => {
    ran.push(await run(piece));
    return ran.at(-1)!;
  };
  const theirs: Contender = () => run({ ...piece, head: peerHeaders, verifier: peer });
  const perHeader = await claimsPerHeader(verifier, ours);
  const about = { work, unit: 'headers/s', peerName: `${peerName}, ${peerHeaders} headers scaled; ${perHeader}` };
  const row = await measureRow(host, about, ours, theirs);
  return [{ ...row, signatureShare: (verifier.ms - before.ms) / sum(ran.map(({ ms }) => ms)) }];
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The first block is the checkpoint: nobody checks it. */
async function claimsPerHeader(verifier: TimedVerifier, ours: Contender): Promise<string> {
  const before = verifier.claims;
  const { units } = await ours();
  return `${((verifier.claims - before) / (units - 1)).toFixed(0)} signatures a header`;
}

export function headersBySignatures(
  host: BenchHost,
  work: string,
  name: ChainName,
  peerHeaders: bigint,
): Promise<Row[]> {
  const peerName = 'the same with a loop over @noble/curves';
  return contest(host, work, name, { ours: localVerifier, peer: nobleVerifier, peerName, peerHeaders });
}

const WORKERS = 2;

function poolOf(host: BenchHost): SignatureVerifier {
  if (!host.signaturePool) throw new Error('there are no signature workers here');
  return host.signaturePool(WORKERS);
}

export function headersByTwoWorkers(host: BenchHost, work: string): Promise<Row[]> {
  const { check } = webCryptoEd25519();
  const peer: SignatureVerifier = { verify: async (claims) => check(claims) };
  const peerName = `the same with ${WEB_CRYPTO}`;
  return contest(host, work, 'signed-by-100', { ours: poolOf(host), peer, peerName, peerHeaders: 30n });
}

export function fiscoHeadersByTwoWorkers(host: BenchHost, work: string): Promise<Row[]> {
  const peerName = 'the same with one loop over @noble/curves';
  const contestants = { ours: poolOf(host), peer: nobleVerifier, peerName, peerHeaders: 40n };
  return contest(host, work, 'fisco-signed-2000', contestants);
}
