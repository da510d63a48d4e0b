// `attacks.jsonl(.gz)`: runs of the whole client with a primary and witnesses, and the evidence that CometBFT's client sent
// (networks/cometbft/README.md section 4).
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { ChainContext } from '../../../src/client/context.ts';
import type { Report } from '../../../src/client/detector.ts';
import {
  askWitnesses,
  ForkError,
  type Mode,
  proveAncestor,
  proveCheckpoint,
  proveForward,
} from '../../../src/client/prove.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import { fromHex, toHex } from '../../../src/codec/bytes.ts';
import type { Json } from '../../../src/codec/json.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { formatTime, parseTime } from '../../../src/codec/time.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { Format, World } from '../format.ts';
import { comparable, printModel } from '../json-model.ts';
import type { Network } from '../networks.ts';
import { testProfile } from '../profiles.ts';
import type { Cases } from '../report.ts';

export const attacks: Format = {
  matches: (file) => file.plainName === 'attacks.jsonl',
  async run(file, cases, world) {
    for (const [i, row] of (await file.rows()).entries()) await checkRow(row, i, cases, world);
  },
};

interface Answer {
  readonly word: string;
  readonly hash?: string;
  readonly code?: string;
  readonly reports: readonly Report[];
}

async function checkRow(row: Reader, index: number, cases: Cases, world: World): Promise<void> {
  const names = [row.string('primary'), ...row.array('witnesses', 100, true).map(String)];
  const heights = `${row.int64('trust_height')}-${row.int64('target_height', 0n)}`;
  const id = `${index}/${names.join('+')}/${row.string('mode')}/${heights}`;
  const networks = await Promise.all(names.map((name) => world.networks.named(name)));
  const missing = names.find((_, i) => networks[i] === undefined);
  if (missing !== undefined) {
    cases.skip(id, `network ${missing} is not at hand`);
    return;
  }
  const sources = networks.map((network, i) => sourceOf(names[i]!, i, network!));
  const answer = await runClient(row, sources);
  const expected = expectedAnswer(row);
  cases.expect(id, JSON.stringify(expected), JSON.stringify(describe(answer)));
}

const cached = new WeakMap<Network, CometLightBlock[]>();

/** One network may stand in a row twice; each source is an operator of its own. */
function sourceOf(name: string, index: number, network: Network): BlocksSource {
  const blocks = cached.get(network) ?? network.blocks();
  cached.set(network, blocks);
  return new BlocksSource(`${index}:${name}`, `${index}`, cometbft, blocks);
}

async function runClient(row: Reader, sources: readonly BlocksSource[]): Promise<Answer> {
  try {
    return { word: 'ok', hash: await prove(row, sources), reports: [] };
  } catch (error) {
    if (error instanceof ForkError) return { word: 'attack', reports: error.fork.reports };
    if (error instanceof MingzhengError) return { word: 'error', code: error.code, reports: [] };
    throw error;
  }
}

function contextOf(row: Reader): ChainContext {
  const now = parseTime(row.string('now'));
  const trustingPeriodNanos = row.int64('trusting_period_ns', 14n * 86_400_000_000_000n);
  const profile = testProfile(row.string('chain_id'), { trustingPeriodNanos });
  return { family: cometbft, profile, verifier: localVerifier, clock: { now: () => now } };
}

/** Believes the checkpoint, then goes up with witnesses or down by hash links. The answer is the hash at the target. */
async function prove(row: Reader, sources: readonly BlocksSource[]): Promise<string> {
  const [primary, ...witnesses] = sources as [BlocksSource, ...BlocksSource[]];
  const { signal } = new AbortController();
  const context = contextOf(row);
  const checkpoint = { height: row.int64('trust_height'), hash: row.hex('trust_hash') };
  const trusted = await proveCheckpoint(context, checkpoint, primary, witnesses, signal);
  const height = row.int64('target_height', 0n) || (await primary.head()).height;
  if (height === trusted.height) return toHex(trusted.hash);
  if (height < trusted.height) return toHex((await proveAncestor(context, trusted, height, primary, signal)).hash);
  const target = await primary.lightBlock(height);
  const patience = { wait: async () => {} };
  const mode = row.string('mode') as Mode;
  const trace = await proveForward(context, mode, trusted, target, primary, signal);
  const answers = await askWitnesses(context, trace, primary, witnesses, patience, signal);
  const agrees = [...answers.values()].some((answer) => answer.kind === 'agrees');
  if (witnesses.length > 0 && !agrees) throw new MingzhengError('client/no-witness-agrees');
  return toHex(trace.at(-1)!.hash);
}

type Described = Readonly<Record<string, unknown>>;
const IGNORED = ['proposer_priority', 'proposer', 'total_voting_power'];

const byReceiver = (a: Described, b: Described) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function expectedAnswer(row: Reader): Described {
  const evidence = row.readers('evidence', 100, true).map((item) => ({
    to: item.string('sent_to'),
    kind: item.string('kind'),
    common: `${item.int64('common_height')}`,
    conflicting: `${item.int64('conflicting_height')}`,
    hash: toHex(item.hex('conflicting_hash')),
    byzantine: item.array('byzantine_validators', 10_000, true).map((address) => toHex(fromHex(String(address)))),
    power: `${item.int64('total_voting_power')}`,
    time: item.string('timestamp'),
    evidence: sameEvidence(printModel(item.object.get('evidence') as Json)),
  }));
  const hash = row.has('hash') ? toHex(row.hex('hash')) : undefined;
  return { word: row.string('answer'), hash, evidence: evidence.sort(byReceiver) };
}

function describe(answer: Answer): Described {
  const evidence = answer.reports.map((report) => ({
    to: report.to.replace(/^\d+:/, ''),
    kind: report.kind,
    common: `${report.commonHeight}`,
    conflicting: `${report.conflicting.height}`,
    hash: toHex(report.conflicting.hash),
    byzantine: report.byzantine.map(toHex),
    power: `${report.totalPower}`,
    time: formatTime(report.time),
    evidence: sameEvidence(report.evidence),
  }));
  return { word: answer.word, hash: answer.hash, evidence: evidence.sort(byReceiver) };
}

/** Evidence without what is neither hashed nor signed: priorities, the proposer, a repeated sum. Absent signatures are null or empty. */
function sameEvidence(text: string): unknown {
  return comparable(JSON.parse(text), IGNORED);
}
