// Keys and tables of the curve core come and go; answers stay what they are, and memory stays within its limits.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CURVE_LIMITS,
  type Curve,
  type CurveAnswer,
  CurveCore,
  type CurveLimits,
  type CurveRule,
  type CurveTask,
} from '../../../src/core/curve-core.ts';
import { curveModule } from '../../../src/core/curve-module.ts';
import { nodeHasSm2 } from '../../differential/node-crypto.ts';
import { Random } from '../../support/core.ts';
import { type CurveCase, domainOf, draftOfScalars, type WeierstrassRule } from '../../support/curve-cases.ts';
import { bytesOf, compressedOf, DOMAINS, modulo, nodeMultiple, plainOf } from '../../support/curve-domain.ts';
import { edwardsCases } from '../../support/curve-edwards-cases.ts';
import { nodeEdwardsAnswer } from '../../support/curve-oracle.ts';
import { ALWAYS_NEW, answersOf, edwardsTaskOf, startCurveCore, taskOf } from '../../support/curve-rig.ts';
import { bigintOf } from '../../support/curve-values.ts';

const SEED = 20_261_125;
const PAGE = 65_536;
const CURVES: readonly Curve[] = ['sm2', 'secp256k1', 'p256', 'ed25519'];
const WEIERSTRASS: readonly WeierstrassRule[] = ['sm2', 'ecdsa-secp256k1', 'ecdsa-p256'];

/** Something to be checked, and what the answer is. */
interface Question {
  readonly rule: CurveRule;
  readonly due: CurveAnswer;
  readonly publicKey: Uint8Array;
  readonly task: (core: CurveCore) => CurveTask | undefined;
}

const scalar = (random: Random, n: bigint): bigint => modulo(bigintOf(random.bytes(32)), n - 1n) + 1n;

/** A signature under the key with this secret, right or off by one. */
function question(rule: WeierstrassRule, secret: bigint, random: Random, isRight: boolean): Question {
  const domain = domainOf(rule);
  const [u, v] = [scalar(random, domain.n), scalar(random, domain.n)];
  const { r, s, e } = draftOfScalars(rule, secret, u, v, isRight ? 0n : 1n);
  const publicKey = plainOf(nodeMultiple(domain, secret));
  const each: CurveCase = { kind: '', publicKey, r: bytesOf(r!), s: bytesOf(s!), e: bytesOf(e!), recovery: 0 };
  return { rule, due: isRight ? 'yes' : 'no', publicKey, task: (core) => taskOf(core, rule, each) };
}

function questions(rule: WeierstrassRule, keys: number, random: Random): Question[] {
  return Array.from({ length: keys }, () => scalar(random, domainOf(rule).n)).flatMap((secret) => [
    question(rule, secret, random, true),
    question(rule, secret, random, false),
  ]);
}

function edwardsQuestions(count: number): Question[] {
  return [...edwardsCases(SEED, count, 5)].map((each) => ({
    rule: 'ed25519-go',
    due: nodeEdwardsAnswer(each) ? 'yes' : 'no',
    publicKey: each.publicKey,
    task: (core) => edwardsTaskOf(core, each),
  }));
}

/** 64 bytes that are no point, of any curve of that form. */
function noKey(random: Random): Uint8Array {
  return random.bytes(64);
}

function badQuestion(rule: WeierstrassRule, random: Random): Question {
  const each: CurveCase = { kind: '', publicKey: noKey(random), ...NOTHING };
  return { rule, due: 'no', publicKey: each.publicKey, task: (core) => taskOf(core, rule, each) };
}

const NOTHING = { r: bytesOf(1n), s: bytesOf(1n), e: bytesOf(1n), recovery: 0 };

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(0, values.length - 1)]!;

function ask(core: CurveCore, ...asked: readonly Question[]): CurveAnswer[] {
  return answersOf(
    core,
    asked[0]!.rule,
    asked.map(({ task }) => task(core)),
  );
}

const small = (limits: Partial<CurveLimits>): CurveLimits => ({
  keys: 3,
  tables: 2,
  usesBeforeTable: 0,
  idleChecks: 0,
  ...limits,
});

/** Runs something while no memory of WebAssembly can grow. */
function withoutGrowth(run: () => void): void {
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('Maximum memory size exceeded');
  });
  try {
    run();
  } finally {
    grow.mockRestore();
  }
}

/** `count` keys of secp256k1 that nobody signs with: those with the smallest x. */
async function manyKeys(count: number): Promise<Uint8Array[]> {
  const judge = await startCurveCore(ALWAYS_NEW);
  const keys: Uint8Array[] = [];
  for (let x = 1n; keys.length < count; x++) {
    const key = Uint8Array.of(2, ...bytesOf(x));
    if (judge.key('secp256k1', key)) keys.push(key);
  }
  return keys;
}

describe.skipIf(!nodeHasSm2())('keys that come and go', () => {
  let pool: Question[];
  beforeAll(() => {
    const random = new Random(SEED);
    pool = [...WEIERSTRASS.flatMap((rule) => questions(rule, 4, random)), ...edwardsQuestions(60)];
  });

  it.each([
    small({}),
    small({ idleChecks: 1 }),
    small({ tables: 1, usesBeforeTable: 1 }),
    small({ keys: 1, tables: 1 }),
    small({ keys: 6, tables: 5, idleChecks: 2 }),
  ])('get the answers that they always get, under limits of %o, whatever curves share a table', async (limits) => {
    const core = await startCurveCore(limits);
    const random = new Random(SEED);
    let withTable = 0;
    for (let i = 0; i < 500; i++) {
      const asked = random.integer(0, 5) === 0 ? badQuestion(pick(WEIERSTRASS, random), random) : pick(pool, random);
      expect(ask(core, asked), `${i}: ${asked.rule}`).toEqual([asked.due]);
      withTable = Math.max(withTable, core.use.tables);
      expect(core.use.keys).toBeLessThanOrEqual(limits.keys);
    }
    expect(withTable).toBe(Math.min(limits.tables, limits.keys));
  });

  it('get them without new tables while memory cannot grow, and with tables once it can', async () => {
    const core = await startCurveCore(small({ keys: 100, tables: 40 }));
    withoutGrowth(() => expect(() => ask(core, pool[0]!)).toThrow(RangeError)); // the base point has no table yet
    for (const rule of WEIERSTRASS) ask(core, pool.find((each) => each.rule === rule)!);
    ask(core, pool.at(-1)!);
    const { tables } = core.use;
    withoutGrowth(() => {
      for (let i = 0; i < 3; i++) for (const asked of pool) expect(ask(core, asked)).toEqual([asked.due]);
      expect(core.use.tables).toBeLessThanOrEqual(tables + 1); // the last page may have had room for one
    });
    for (const asked of pool) expect(ask(core, asked)).toEqual([asked.due]);
    expect(core.use.tables).toBeGreaterThan(tables + 1);
  });

  it('get them in batches of as many keys as are remembered', async () => {
    const limits = small({ keys: 8, tables: 3 });
    const core = await startCurveCore(limits);
    const random = new Random(SEED);
    for (let i = 0; i < 80; i++) {
      const rule = pick(['sm2', 'ed25519-go'] as const, random);
      const own = pool.filter((each) => each.rule === rule);
      const batch = Array.from({ length: limits.keys }, () => pick(own, random));
      expect(ask(core, ...batch)).toEqual(batch.map(({ due }) => due));
    }
  });
});

describe('a table', () => {
  const random = new Random(SEED);
  const rule = 'ecdsa-secp256k1';
  const [a, wrongA, b, wrongB] = questions(rule, 2, random) as [Question, Question, Question, Question];
  const keyOf = (core: CurveCore, { publicKey }: Question) => core.key('secp256k1', publicKey)!;

  it('comes after so many uses, and not before', async () => {
    const core = await startCurveCore(small({ usesBeforeTable: 4 }));
    for (let use = 1; use <= 4; use++) expect(keyOf(core, a).table, `${use}`).toBe(0);
    expect(keyOf(core, a).table).not.toBe(0);
    expect(core.use.tables).toBe(1);
  });

  it('is taken from a key that was not used for so many checks, and not from one that was', async () => {
    const core = await startCurveCore(small({ tables: 1, idleChecks: 5 }));
    const owner = keyOf(core, a);
    const table = owner.table;
    for (let check = 1; check <= 5; check++) expect(keyOf(core, b).table, `${check}`).toBe(0);
    expect(keyOf(core, b).table).toBe(table);
    expect([owner.table, core.use.tables]).toEqual([0, 1]);
  });

  it('is not taken from any key while the least used owner was used lately, however many are waiting', async () => {
    const core = await startCurveCore(small({ tables: 1, idleChecks: 5 }));
    const { table } = keyOf(core, a);
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 3; j++) expect(keyOf(core, b).table).toBe(0);
      expect(keyOf(core, a).table).toBe(table);
    }
  });

  it('is missed by no signature when it is taken', async () => {
    const core = await startCurveCore(small({ tables: 1 }));
    for (let round = 0; round < 5; round++)
      for (const [right, wrong, other] of [
        [a, wrongA, b],
        [b, wrongB, a],
      ] as const) {
        expect(ask(core, right, wrong)).toEqual(['yes', 'no']);
        expect([keyOf(core, right).table !== 0, core.use.tables]).toEqual([true, 1]);
        expect(ask(core, other)).toEqual(['yes']); // which takes it
      }
  });

  it('may be taken from a key between the making of its task and the check', async () => {
    const core = await startCurveCore(small({ tables: 1 }));
    const batch = [a, b, wrongA, wrongB, b, a, wrongB];
    const tasks = batch.map(({ task }) => task(core)!);
    expect(tasks.map(({ key }) => key.table !== 0)).toEqual(batch.map((each) => each === b || each === wrongB));
    expect(core.verify(rule, tasks)).toEqual(batch.map(({ due }) => due));
  });

  it('goes with a key that is forgotten, and the key is as good as new when it comes back', async () => {
    const core = await startCurveCore(small({ keys: 1, usesBeforeTable: 1 }));
    for (let i = 0; i < 3; i++) expect(ask(core, a)).toEqual(['yes']);
    const old = keyOf(core, a);
    expect(old.table).not.toBe(0);
    expect(ask(core, b)).toEqual(['yes']);
    expect([old.table, core.use.tables, core.use.keys]).toEqual([0, 0, 1]);
    expect(ask(core, wrongA)).toEqual(['no']);
    expect(keyOf(core, a)).not.toBe(old);
    expect(ask(core, a, wrongA)).toEqual(['yes', 'no']);
  });
});

describe('bytes that are no key', () => {
  /** Half of all y belong to a point of Ed25519. */
  function noEdwardsKey(judge: CurveCore, random: Random): Uint8Array {
    const bytes = random.bytes(32);
    return judge.key('ed25519', bytes) ? noEdwardsKey(judge, random) : bytes;
  }

  const bad = (curve: Curve, judge: CurveCore, random: Random): Uint8Array => {
    if (curve === 'ed25519') return noEdwardsKey(judge, random);
    return random.integer(0, 1) ? noKey(random) : Uint8Array.of(random.integer(4, 255), ...random.bytes(32));
  };

  it('are none where they have another length, whatever was read before', async () => {
    const core = await startCurveCore();
    const [{ publicKey }] = questions('ecdsa-secp256k1', 1, new Random(SEED)) as [Question, ...Question[]];
    expect(core.key('secp256k1', publicKey)).toBeDefined();
    for (const curve of CURVES)
      for (const length of [0, 1, 31, 34, 63])
        expect(core.key(curve, publicKey.slice(0, length)), `${curve} ${length}`).toBeUndefined();
  });

  it('are not remembered, and cost no memory', async () => {
    const [core, judge] = [await startCurveCore(), await startCurveCore(ALWAYS_NEW)];
    const random = new Random(SEED);
    core.key('sm2', noKey(random));
    const { bytes } = core.use;
    let taken = 0;
    for (let i = 0; i < 10_000; i++) {
      const curve = CURVES[i % CURVES.length]!;
      if (core.key(curve, bad(curve, judge, random))) taken++;
    }
    expect(taken).toBe(0);
    expect(core.use).toEqual({ bytes, keys: 0, tables: 0 });
  });

  it('push out no key where no more are remembered', async () => {
    const core = await startCurveCore(small({ keys: 50 }));
    const keys = await manyKeys(50);
    for (const key of keys) core.key('secp256k1', key);
    const full = core.use;
    const random = new Random(SEED);
    for (let i = 0; i < 3000; i++) expect(core.key('sm2', noKey(random))).toBeUndefined();
    expect(core.use).toEqual({ bytes: full.bytes, keys: 50, tables: full.tables });
  });

  it('do not become a key by coming often, and leave a key that has their bytes on another curve alone', async () => {
    const core = await startCurveCore();
    const key = plainOf(nodeMultiple(DOMAINS.secp256k1, 5n));
    for (let i = 0; i < 20; i++) {
      expect(core.key('p256', key)).toBeUndefined();
      expect(core.key('secp256k1', key)).toMatchObject({ curve: 'secp256k1', uses: i + 1 });
    }
  });
});

describe('memory', () => {
  /** A core whose sizes are at hand. */
  async function startWithSizes() {
    await startCurveCore();
    const { exports } = await WebAssembly.instantiate(await curveModule()!(), {});
    const size = (name: string): number => (exports[name] as WebAssembly.Global).value;
    return { core: new CurveCore(exports), size };
  }

  it('does not grow once a thousand keys have been seen, and stays within what the limits come to', async () => {
    const { core, size } = await startWithSizes();
    const keys = await manyKeys(1000);
    for (const each of keys) core.key('secp256k1', each);
    const visit = (): void => {
      for (let use = 0; use <= CURVE_LIMITS.usesBeforeTable; use++)
        for (const each of keys) core.key('secp256k1', each);
    };
    visit();
    const full = core.use;
    visit();
    expect(core.use).toEqual(full);
    expect([full.keys, full.tables]).toEqual([1000, CURVE_LIMITS.tables]);
    const rounded = (name: string): number => size(name) + 64;
    const most =
      size('ARENA') +
      (1 + CURVES.length) * rounded('BASE_TABLE_BYTES') +
      CURVE_LIMITS.tables * rounded('KEY_TABLE_BYTES') +
      CURVE_LIMITS.keys * rounded('POINT_BYTES') +
      PAGE;
    console.log(`1,000 keys, ${full.tables} tables: ${full.bytes} bytes; at most ${most}`);
    expect(full.bytes).toBeLessThanOrEqual(most);
  });

  it('does not grow while more keys than are remembered go round', async () => {
    const core = await startCurveCore(small({ keys: 20, tables: 5 }));
    const keys = await manyKeys(200);
    for (const each of keys) core.key('secp256k1', each);
    const full = core.use;
    for (let round = 0; round < 5; round++) for (const each of keys) core.key('secp256k1', each);
    expect(core.use).toEqual(full);
    expect(full).toMatchObject({ keys: 20, tables: 5 });
  });
});

describe('a batch of as many different keys as a call takes', () => {
  const random = new Random(SEED);
  const rule = 'ecdsa-secp256k1';

  it('fits into what is remembered, so that none pushes out another of the batch', async () => {
    const core = await startCurveCore();
    expect(CURVE_LIMITS.keys).toBeGreaterThanOrEqual(core.maxTasks);
  });

  it('is answered right where every key is new and pushes out an old one', async () => {
    const core = await startCurveCore();
    for (const each of await manyKeys(CURVE_LIMITS.keys)) core.key('secp256k1', each);
    const all = questions(rule, core.maxTasks, random);
    const batch = all.filter((_, i) => ((i >> 1) % 3 === 0 ? i % 2 === 1 : i % 2 === 0));
    const bad = badQuestion(rule, random);
    for (let round = 0; round < 2; round++) {
      const asked = batch.toSpliced(5, 1, bad); // bytes that are no key push out an old one too
      expect(asked).toHaveLength(core.maxTasks);
      expect(ask(core, ...asked)).toEqual(asked.map(({ due }) => due));
    }
    expect(core.use.keys).toBeGreaterThanOrEqual(CURVE_LIMITS.keys - 1);
  });

  it('is answered right while all of them take a table from the one before', async () => {
    const core = await startCurveCore({ ...CURVE_LIMITS, tables: 1, usesBeforeTable: 0, idleChecks: 0 });
    const all = questions(rule, core.maxTasks, random);
    const batch = all.filter((_, i) => ((i >> 1) % 3 === 0 ? i % 2 === 1 : i % 2 === 0));
    expect(ask(core, ...batch)).toEqual(batch.map(({ due }) => due));
    expect(core.use.tables).toBe(1);
  });
});

describe.skipIf(!nodeHasSm2())('the same key', () => {
  it('is another one in its other form, with the same answers', async () => {
    const core = await startCurveCore(small({ keys: 4 }));
    const { publicKey } = question('sm2', 7n, new Random(SEED), true);
    const plain = core.key('sm2', publicKey)!;
    const compressed = core.key('sm2', compressedOf(publicKey))!;
    expect(compressed.point).not.toBe(plain.point);
    expect([core.plainSm2(plain), core.plainSm2(compressed)]).toEqual([publicKey, publicKey]);
  });
});
