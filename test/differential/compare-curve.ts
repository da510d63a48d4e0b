// Puts the same cases before the curve core, OpenSSL in Node and, for a part of them, noble. Every case is checked with a new key
// and with a key that has a table.
import { bytesEqual, toHex } from '../../src/codec/bytes.ts';
import type { CurveAnswer, CurveCore } from '../../src/core/curve-core.ts';
import { recoverPublicKey } from '../../src/crypto/secp256k1.ts';
import { type CurveCase, curveCases, domainOf, type WeierstrassRule } from '../support/curve-cases.ts';
import { nodePlainOf } from '../support/curve-domain.ts';
import { type EdwardsCase, type EdwardsRule, edwardsCases } from '../support/curve-edwards-cases.ts';
import { nobleAnswer, nobleEdwardsAnswer, nodeAnswer, nodeEdwardsAnswer } from '../support/curve-oracle.ts';
import { batchesOf, type Cores, curveAnswers, edwardsAnswers, signatureBytes } from '../support/curve-rig.ts';
import { littleEndian, ORDER, Point } from '../support/make-chain-curve.ts';
import type { Comparison } from './compare.ts';

export type ComparedRule = WeierstrassRule | EdwardsRule;
export const COMPARED_RULES: readonly ComparedRule[] = [
  'sm2',
  'ecdsa-secp256k1',
  'recoverable',
  'ecdsa-p256',
  'ed25519-go',
  'ed25519-zip215',
];

const isEdwards = (rule: ComparedRule): rule is EdwardsRule => rule.startsWith('ed25519');

/** Counts what the others say, how often the core asked, and what the core says otherwise. */
export class CurveTally implements Comparison {
  readonly accepted: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  readonly asked: Record<string, number> = {};
  readonly differences: string[] = [];
  cases = 0;
  byNoble = 0;

  /** The answers of both cores to a case. 'ask' is right wherever it is rare, which tests look at. */
  add(kind: string, expected: boolean, answers: readonly CurveAnswer[], describe: () => string): void {
    const counts = expected ? this.accepted : this.refused;
    counts[kind] = (counts[kind] ?? 0) + 1;
    this.cases++;
    if (answers.includes('ask')) this.asked[kind] = (this.asked[kind] ?? 0) + 1;
    const wrong = expected ? 'no' : 'yes';
    if (answers.includes(wrong)) this.differ(kind, `expected ${expected}, new and table: ${answers.join()}`, describe);
  }

  differ(kind: string, what: string, describe: () => string): void {
    this.differences.push(`${kind}: ${what}; ${describe()}`);
  }
}

export function describeCurveCase({ publicKey, r, s, e, recovery }: CurveCase): string {
  return `key ${toHex(publicKey)} r ${toHex(r)} s ${toHex(s)} e ${toHex(e)} recovery ${recovery}`;
}

export function describeEdwardsCase({ publicKey, message, signature }: EdwardsCase): string {
  return `key ${toHex(publicKey)} message ${toHex(message)} signature ${toHex(signature)}`;
}

export interface CompareOptions {
  readonly seed: number;
  readonly count: number;
  /** Every so many cases noble is asked besides OpenSSL. */
  readonly nobleEvery: number;
}

/** `count` cases by one rule. */
export function compareCurve(cores: Cores, rule: ComparedRule, options: CompareOptions): CurveTally {
  return isEdwards(rule) ? compareEdwards(cores, rule, options) : compareWeierstrass(cores, rule, options);
}

function compareWeierstrass(cores: Cores, rule: WeierstrassRule, options: CompareOptions): CurveTally {
  const { seed, count, nobleEvery } = options;
  const tally = new CurveTally();
  for (const batch of batchesOf(curveCases(rule, seed, count), seed)) {
    const fresh = curveAnswers(cores.fresh, rule, batch);
    const tabled = curveAnswers(cores.tabled, rule, batch);
    const expected = batch.map((each) => nodeAnswer(rule, each));
    for (const [i, each] of batch.entries()) {
      const describe = () => describeCurveCase(each);
      const isForNoble = tally.cases % nobleEvery === 0 || expected[i] === undefined;
      const noble = isForNoble ? nobleAnswer(rule, each) : expected[i]!;
      if (isForNoble) tally.byNoble++;
      if (noble !== (expected[i] ?? noble)) tally.differ(each.kind, `OpenSSL ${expected[i]}, noble ${noble}`, describe);
      tally.add(each.kind, noble, [fresh[i]!, tabled[i]!], describe);
    }
    if (rule === 'recoverable') compareRecovered(cores.fresh, batch, expected, options, tally);
  }
  return tally;
}

/** The key that the core recovers is the case's key where the signature is that key's, another one where it is not. */
function compareRecovered(
  core: CurveCore,
  batch: readonly CurveCase[],
  expected: readonly (boolean | undefined)[],
  { nobleEvery }: CompareOptions,
  tally: CurveTally,
): void {
  const found = core.recover(batch.map(({ r, s, e, recovery }) => ({ r, s, e, recovery })));
  for (const [i, each] of batch.entries()) {
    const [key, describe] = [found[i]!, () => describeCurveCase(each)];
    if (key === 'ask') continue;
    const told = key === 'no' ? undefined : key;
    const own = nodePlainOf(domainOf('recoverable'), each.publicKey);
    const isOwn = !!told && !!own && bytesEqual(told, own);
    if (isOwn !== (expected[i] ?? isOwn))
      tally.differ(each.kind, `recovered ${toHex(told ?? new Uint8Array())}`, describe);
    if ((tally.cases + i) % nobleEvery !== 0) continue;
    const noble = recoverPublicKey(each.e, Uint8Array.of(...signatureBytes(each), each.recovery));
    if (toHex(noble ?? new Uint8Array()) !== toHex(told ?? new Uint8Array()))
      tally.differ(each.kind, `recovered ${told && toHex(told)}, noble ${noble && toHex(noble)}`, describe);
  }
}

const isPoint = new Map<string, boolean>();

function isEdwardsKey(publicKey: Uint8Array): boolean {
  const id = toHex(publicKey);
  if (isPoint.size > 4096) isPoint.clear();
  if (!isPoint.has(id)) isPoint.set(id, decodes(publicKey));
  return isPoint.get(id)!;
}

function decodes(publicKey: Uint8Array): boolean {
  try {
    Point.fromBytes(publicKey, true);
    return true;
  } catch {
    return false;
  }
}

/** What the core has to answer: Go's rule it decides; ZIP-215 only where Go says yes, or no point or scalar is there. */
function edwardsAnswerOf(rule: EdwardsRule, each: EdwardsCase, isGo: boolean): CurveAnswer {
  if (isGo) return 'yes';
  const isFormed = littleEndian(each.signature.subarray(32)) < ORDER && isEdwardsKey(each.publicKey);
  return rule === 'ed25519-zip215' && isFormed ? 'ask' : 'no';
}

function compareEdwards(cores: Cores, rule: EdwardsRule, { seed, count, nobleEvery }: CompareOptions): CurveTally {
  const tally = new CurveTally();
  for (const batch of batchesOf(edwardsCases(seed, count), seed)) {
    const fresh = edwardsAnswers(cores.fresh, rule, batch);
    const tabled = edwardsAnswers(cores.tabled, rule, batch);
    for (const [i, each] of batch.entries()) {
      const describe = () => describeEdwardsCase(each);
      const isGo = nodeEdwardsAnswer(each);
      const due = edwardsAnswerOf(rule, each, isGo);
      // Sums out of tables meet exceptions where R is of small order, or where key and S are chosen for it: with a key of B or -B
      // and a small S parts of the sum are equal. To ask is never wrong; that it is rare is for tests to see.
      const isTableRight = tabled[i] === due || tabled[i] === 'ask';
      if (fresh[i] !== due || !isTableRight)
        tally.differ(each.kind, `due ${due}, new ${fresh[i]}, table ${tabled[i]}`, describe);
      if (tally.cases % nobleEvery === 0) addByNoble(tally, rule, each, [fresh[i]!, tabled[i]!], isGo);
      else tally.add(each.kind, isGo, rule === 'ed25519-go' ? [fresh[i]!, tabled[i]!] : [], describe);
    }
  }
  return tally;
}

function addByNoble(
  tally: CurveTally,
  rule: EdwardsRule,
  each: EdwardsCase,
  answers: readonly CurveAnswer[],
  isGo: boolean,
): void {
  const describe = () => describeEdwardsCase(each);
  const noble = nobleEdwardsAnswer(rule, each);
  tally.byNoble++;
  if (rule === 'ed25519-go' ? noble !== isGo : isGo && !noble)
    tally.differ(each.kind, `OpenSSL ${isGo}, noble ${noble}`, describe);
  tally.add(each.kind, noble, answers, describe);
}
