// "Measure this device": rates by a clock of our own, data that its maker makes again, and wrong answers that end it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesEqual, concatBytes, toHex } from '../../../src/codec/bytes.ts';
import { curveModule } from '../../../src/core/curve-module.ts';
import { activeCore } from '../../../src/core/hashing.ts';
import { jsCore } from '../../../src/core/js-core.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { checkByReference, checkedAnswers, refusesChanged } from '../../../src/worker/measure/checkers.ts';
import { HASHES, KEY_USES, type MeasureProgress, SCHEMES, SUBJECT_COUNT } from '../../../src/worker/measure/figures.ts';
import { checkedRoot, LEAF_COUNT, makeLeaves, ROOTS } from '../../../src/worker/measure/hashes.ts';
import { type Bench, measure } from '../../../src/worker/measure/measure.ts';
import { rateOf } from '../../../src/worker/measure/rate.ts';
import { KEY_COUNT, readSigned, SIGNATURE_COUNT } from '../../../src/worker/measure/signed.ts';
import { loadBuild } from '../../support/core.ts';
import { makeSigned } from '../../support/make-measure.ts';
import { REFERENCE } from '../core/references.ts';

const FILE = new Uint8Array(readFileSync(join(import.meta.dirname, '../../../public/measure/signed.bin')));

/** A clock that every look moves on. */
function clockOf(step: number): () => number {
  let now = 0;
  return () => {
    now += step;
    return now;
  };
}

describe('a rate', () => {
  it('is what was done by the time that passed, without the first round', async () => {
    let rounds = 0;
    const rate = await rateOf(64, () => rounds++, clockOf(100));
    expect(rounds).toBe(4); // one to warm up, then 100, 200 and 300 ms
    expect(rate).toBe((1000 * 64 * 3) / 300);
  });

  it('stops at the most rounds, but not before a coarse clock has moved', async () => {
    let rounds = 0;
    expect(await rateOf(10, () => rounds++, clockOf(50), { leastMs: 300, mostRounds: 2 })).toBe((1000 * 20) / 100);
    expect(rounds).toBe(3);
    const times = [0, 0, 0, 0, 100];
    expect(
      await rateOf(
        10,
        () => undefined,
        () => times.shift()!,
        { leastMs: 300, mostRounds: 2 },
      ),
    ).toBe(400);
  });

  it('is none where a round fails', async () => {
    const failing = () => Promise.reject(new Error('wrong'));
    await expect(rateOf(1, failing, clockOf(100))).rejects.toThrow('wrong');
  });
});

describe('the signed messages', () => {
  it('are what npm run measure-data makes', () => {
    expect(bytesEqual(makeSigned(), FILE)).toBe(true);
  });

  it('are right, each under its own key where keys are new', async () => {
    const sets = readSigned(FILE);
    for (const scheme of SCHEMES)
      for (const use of KEY_USES) {
        const claims = sets[scheme][use];
        expect(claims.length).toBe(SIGNATURE_COUNT);
        expect(new Set(claims.map(({ publicKey }) => toHex(publicKey))).size).toBe(KEY_COUNT[use]);
        expect(new Set(claims.map(({ message }) => toHex(message))).size).toBe(SIGNATURE_COUNT);
        expect(await localVerifier.verify(claims)).toEqual(claims.map(() => true));
      }
  });

  it('are refused where the file is cut or longer', () => {
    for (const bytes of [FILE.subarray(1), concatBytes(FILE, Uint8Array.of(0)), new Uint8Array(0)])
      expect(() => readSigned(bytes)).toThrow('worker/measure-data');
  });
});

describe('the roots', () => {
  const { flat } = makeLeaves();
  const pairs = (level: Uint8Array[], node: (left: Uint8Array, right: Uint8Array) => Uint8Array): Uint8Array => {
    let nodes = level;
    while (nodes.length > 1) nodes = nodes.flatMap((left, i) => (i % 2 === 0 ? [node(left, nodes[i + 1]!)] : []));
    return nodes[0]!;
  };
  const leaves = Array.from({ length: LEAF_COUNT }, (_, i) => flat.slice(32 * i, 32 * i + 32));

  it('are what other code computes', () => {
    const { sha256, sm3, keccak256 } = REFERENCE;
    const hashed = leaves.map((leaf) => sha256(concatBytes(Uint8Array.of(0), leaf)));
    expect(toHex(pairs(hashed, (a, b) => sha256(concatBytes(Uint8Array.of(1), a, b))))).toBe(ROOTS.sha256);
    expect(toHex(pairs(leaves, (a, b) => sm3(concatBytes(a, b))))).toBe(ROOTS.sm3);
    expect(toHex(pairs(leaves, (a, b) => keccak256(concatBytes(a, b))))).toBe(ROOTS.keccak256);
  });
});

describe('measuring', () => {
  let bench: Bench;
  let told: MeasureProgress[];

  beforeAll(async () => {
    const core = await loadBuild('simd');
    const curve = await curveModule()!();
    const signed = readSigned(FILE);
    const onProgress = (progress: MeasureProgress) => told.push(progress);
    // One measured round each: what is tested is not how fast this machine is.
    bench = { core, curve, signed, hasWebCrypto: true, version: '1', clock: clockOf(300), onProgress };
  });

  it('gives a figure of every way for every subject, and tells of each in turn', async () => {
    told = [];
    const { rows, ...about } = await measure(bench);
    expect(about).toEqual({ version: '1', build: 'simd', hasCurveCore: true });
    const subjects = [...SCHEMES.flatMap((scheme) => KEY_USES.map((use) => `${scheme}-${use}`)), ...HASHES];
    expect(rows.map(({ subject }) => subject)).toEqual(subjects);
    expect(rows).toHaveLength(SUBJECT_COUNT);
    for (const { subject, core, reference, webCrypto } of rows) {
      const perSecond = (1000 * (subject.includes('-') ? SIGNATURE_COUNT : LEAF_COUNT)) / 300;
      expect([core, reference], subject).toEqual([perSecond, perSecond]);
      expect(webCrypto, subject).toBe(subject.startsWith('ed25519') ? perSecond : undefined);
    }
    expect(told.map(({ at }) => at)).toEqual(subjects);
    expect(told.map(({ rows: { length } }) => length)).toEqual(subjects.map((_, i) => i));
    expect(activeCore()).toBe(bench.core);
  });

  it('has only the reference where there is neither WebAssembly nor WebCrypto', async () => {
    told = [];
    const { curve: _, ...rest } = bench;
    const { rows, build, hasCurveCore } = await measure({ ...rest, core: jsCore, hasWebCrypto: false });
    expect({ build, hasCurveCore }).toEqual({ build: 'js', hasCurveCore: false });
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['reference', 'subject']);
  });

  it('takes no root but the right one', () => {
    const wrong = { ...bench.core, pairedRoot: () => new Uint8Array(32) };
    expect(() => checkedRoot(wrong, 'sm3', makeLeaves())).toThrow('worker/measure-wrong');
    expect(() => checkedRoot(bench.core, 'sm3', makeLeaves())).not.toThrow();
  });

  it('ends at a signature that is not right', async () => {
    const bytes = FILE.slice();
    bytes[64 * 64 + 50]! ^= 1; // in the first signature of SM2
    await expect(measure({ ...bench, signed: readSigned(bytes) })).rejects.toMatchObject({
      code: 'worker/measure-wrong',
      values: { subject: 'sm2-new' },
    });
  });

  it('believes no checker that says yes or no to everything', async () => {
    const claims = bench.signed.sm2.new;
    const always = (answer: boolean | undefined) => async () => claims.map(() => answer);
    for (const answer of [true, false, undefined])
      await expect(refusesChanged(always(answer), claims, 'sm2-new')).rejects.toThrow('worker/measure-wrong');
    await expect(checkedAnswers(async () => [], claims, 'sm2-new')).rejects.toThrow('worker/measure-wrong');
    await refusesChanged(checkByReference, claims, 'sm2-new');
  });
});
