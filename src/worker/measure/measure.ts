// "Measure this device": signatures and hashing, one after another, each by every way that runs here. Knows neither browser nor
// worker: modules, data and the clock are arguments.
import type { Core } from '../../core/core.ts';
import { installCore } from '../../core/hashing.ts';
import { jsCore } from '../../core/js-core.ts';
import {
  type Checker,
  checkByCore,
  checkByReference,
  checkByWebCrypto,
  checkedAnswers,
  refusesChanged,
} from './checkers.ts';
import {
  HASHES,
  KEY_USES,
  type KeyUse,
  type MeasuredHash,
  type MeasuredRow,
  type MeasuredScheme,
  type Measurement,
  type MeasureProgress,
  SCHEMES,
} from './figures.ts';
import { checkedRoot, LEAF_COUNT, type Leaves, makeLeaves } from './hashes.ts';
import { type Clock, PATIENCE, rateOf } from './rate.ts';
import type { SignedSets } from './signed.ts';

export interface Bench {
  readonly core: Core;
  /** Missing where WebAssembly or the file is. */
  readonly curve?: WebAssembly.Module;
  readonly hasWebCrypto: boolean;
  readonly signed: SignedSets;
  readonly version: string;
  readonly clock: Clock;
  readonly onProgress: (progress: MeasureProgress) => void;
}

/** Measures everything. Throws `worker/measure-wrong` as soon as one answer is wrong: a wrong result has no speed. */
export async function measure(bench: Bench): Promise<Measurement> {
  const rows: MeasuredRow[] = [];
  const leaves = makeLeaves();
  const add = async (subject: MeasuredRow['subject'], row: () => Promise<MeasuredRow>) => {
    bench.onProgress({ rows: [...rows], at: subject });
    rows.push(await row());
  };
  for (const scheme of SCHEMES)
    for (const use of KEY_USES) await add(`${scheme}-${use}`, () => signatureRow(bench, scheme, use));
  for (const algorithm of HASHES) await add(algorithm, () => hashRow(bench, algorithm, leaves));
  const { version, core, curve } = bench;
  return { version, build: core.build, hasCurveCore: curve !== undefined, rows };
}

async function hashRow({ core, clock }: Bench, algorithm: MeasuredHash, leaves: Leaves): Promise<MeasuredRow> {
  const rate = (by: Core) => rateOf(LEAF_COUNT, () => checkedRoot(by, algorithm, leaves), clock);
  const reference = await rate(jsCore);
  return core.build === 'js'
    ? { subject: algorithm, reference }
    : { subject: algorithm, core: await rate(core), reference };
}

async function signatureRow(bench: Bench, scheme: MeasuredScheme, use: KeyUse): Promise<MeasuredRow> {
  const { core, curve, hasWebCrypto } = bench;
  const rate = (check: Checker, hashing: Core, mostRounds?: number) =>
    signatureRate(bench, scheme, use, { check, hashing, mostRounds });
  // The reference makes a table for a key on its sixth use. Two rounds go before: with three more a key is still new to it.
  const reference = await rate(checkByReference, jsCore, use === 'new' ? 3 : undefined);
  const row: MeasuredRow = { subject: `${scheme}-${use}`, reference };
  return {
    ...row,
    ...(curve ? { core: await rate(await checkByCore(curve, use), core) } : {}),
    ...(hasWebCrypto && scheme === 'ed25519' ? { webCrypto: await rate(checkByWebCrypto(use), core) } : {}),
  };
}

interface Way {
  readonly check: Checker;
  /** What hashes the messages meanwhile. */
  readonly hashing: Core;
  readonly mostRounds: number | undefined;
}

async function signatureRate(
  { signed, core, clock }: Bench,
  scheme: MeasuredScheme,
  use: KeyUse,
  { check, hashing, mostRounds }: Way,
): Promise<number> {
  const claims = signed[scheme][use];
  const name = `${scheme}-${use}`;
  installCore(hashing);
  try {
    await refusesChanged(check, claims, name);
    const patience = mostRounds === undefined ? PATIENCE : { ...PATIENCE, mostRounds };
    return await rateOf(claims.length, () => checkedAnswers(check, claims, name), clock, patience);
  } finally {
    installCore(core);
  }
}
