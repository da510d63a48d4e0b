// `bisection_forks.json`: an honest chain, three forks of it, and what a client must say when primary and witness disagree
// (vectors/cometbft/README.md section 9).
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { ChainContext } from '../../../src/client/context.ts';
import { askWitnesses, ForkError, type Mode, proveCheckpoint, proveForward } from '../../../src/client/prove.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import { walkSkipping } from '../../../src/client/walk.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { parseTime } from '../../../src/codec/time.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { Format } from '../format.ts';
import { testProfile } from '../profiles.ts';
import type { Cases } from '../report.ts';

export const bisectionForks: Format = {
  matches: (file) => file.name === 'bisection_forks.json',
  async run(file, cases) {
    const data = await file.reader();
    const context = contextOf(data);
    for (const scenario of data.readers('scenarios', 1000))
      for (const mode of ['skipping', 'sequential'] as const) await checkScenario(data, scenario, context, mode, cases);
    await checkTraces(data, context, cases);
  },
};

function contextOf(data: Reader): ChainContext {
  const options = data.reader('trust_options');
  const level = options.reader('trust_level');
  const profile = testProfile(data.string('chain_id'), {
    trustLevel: { numerator: level.int64('numerator'), denominator: level.int64('denominator') },
    trustingPeriodNanos: options.int64('period_ns'),
    maxClockDriftNanos: data.int64('max_clock_drift_ns'),
  });
  const now = parseTime(data.string('now'));
  return { family: cometbft, profile, verifier: localVerifier, clock: { now: () => now } };
}

/** A fork is stored from its first own block on; below, it is the honest chain. */
function chainOf(data: Reader, name: string): CometLightBlock[] {
  const chains = data.reader('chains');
  const own = chains.readers(name, 100_000).map(readLightBlock);
  const honest = name === 'honest' ? [] : chains.readers('honest', 100_000).map(readLightBlock);
  return [...honest.filter((block) => block.height < own[0]!.height), ...own];
}

const sourceOf = (data: Reader, name: string, role: string) =>
  new BlocksSource(`${role}:${name}`, role, cometbft, chainOf(data, name));

async function checkScenario(data: Reader, scenario: Reader, context: ChainContext, mode: Mode, cases: Cases) {
  const id = `${scenario.string('name')}/${mode}`;
  await cases.run(id, expectedAnswer(scenario, mode), () => runScenario(data, scenario, context, mode));
}

/** By every height in turn the fork is found where it starts; by skipping, at the first height that was asked for. */
function expectedAnswer(scenario: Reader, mode: Mode): string {
  if (scenario.string('expect') !== 'attack') return scenario.string('expect');
  const kind = scenario.string('attack_kind');
  if (mode === 'skipping') return `attack ${kind}`;
  return `attack ${kind} at ${scenario.int64('first_divergent_height')} after ${scenario.int64('last_common_height')}`;
}

async function runScenario(data: Reader, scenario: Reader, context: ChainContext, mode: Mode): Promise<string> {
  const primary = sourceOf(data, scenario.string('primary'), 'primary');
  const witness = sourceOf(data, scenario.string('witness'), 'witness');
  const { signal } = new AbortController();
  const trusted = await proveCheckpoint(context, checkpointOf(data), primary, [witness], signal);
  const target = await primary.lightBlock(scenario.int64('target_height'));
  try {
    const patience = { wait: async () => {} };
    const trace = await proveForward(context, mode, trusted, target, primary, signal);
    const answers = await askWitnesses(context, trace, primary, [witness], patience, signal);
    return answers.get(witness.id)?.kind === 'agrees' ? 'accept' : 'accept without a witness';
  } catch (error) {
    if (!(error instanceof ForkError)) throw error;
    const { reports, common, witness: side } = error.fork;
    const place = mode === 'skipping' ? '' : ` at ${side.block.height} after ${common.height}`;
    return `attack ${reports[0]!.kind}${place}`;
  }
}

function checkpointOf(data: Reader) {
  const options = data.reader('trust_options');
  return { height: options.int64('height'), hash: options.hex('hash') };
}

/** The file's traces are for a pivot half way up; ours lies at 9/16, as in CometBFT. */
async function checkTraces(data: Reader, context: ChainContext, cases: Cases): Promise<void> {
  const source = sourceOf(data, 'honest', 'primary');
  const { signal } = new AbortController();
  const trusted = await proveCheckpoint(context, checkpointOf(data), source, [], signal);
  const trace = await walkSkipping(context, source, trusted, await source.head(), signal);
  const ours = trace.map((block) => block.height).join(',');
  const traces = data.reader('expected_traces');
  for (const name of ['trusting_current', 'trusting_next'].filter((key) => traces.has(key))) {
    const theirs = traces
      .reader(name)
      .array('trace', 10_000)
      .map((height) => (height as { text: string }).text)
      .join(',');
    const id = `trace/${name}`;
    if (ours === theirs) cases.expect(id, theirs, ours);
    else cases.skip(id, `the trace ${theirs} is for a pivot half way up; ours, at 9/16 as in CometBFT, gave ${ours}`);
  }
}
