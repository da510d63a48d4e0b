// Every field of a block changed in turn, in adjacent and in skipping steps: each change is refused with the code of the rule
// that it breaks. Plain: nothing else changes. Signed: all whom the changed header names sign it anew. What is accepted then is
// what only the signatures vouch for, or, in 3.x, what is the leader's word (sheet 2.5).
import { describe, expect, it } from 'vitest';
import type { FiscoLightBlock, HeaderV2, HeaderV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import { checkHeader } from '../../../../src/chain/fisco-bcos/validate.ts';
import { concatBytes, toHex } from '../../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../../src/core/error.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { type FiscoChain, makeFisco, versionNumber } from '../../../support/make-fisco.ts';
import { flipped, refusal } from '../../../support/mutate.ts';
import { KINDS, type Kind, stepCode, withHeader, withSignature } from '../../../support/mutate-fisco.ts';

/** From where each way of stepping starts; both lead to block 5. */
const WAYS = { adjacent: 4, skipping: 2 } as const;
type Way = keyof typeof WAYS;
const TARGET = 5;

/** Four sealers, of whom three are a quorum; all sign. */
function chainOf(kind: Kind): FiscoChain {
  const chain = makeFisco(kind);
  chain.addEmpty(6);
  return chain;
}

const step = (chain: FiscoChain, way: Way, block: FiscoLightBlock) =>
  stepCode(chain.profile, chain.block(WAYS[way]), block, chain.now);

/** How both steps to the changed block end; a block that cannot even be put together is refused in both. */
async function steps(chain: FiscoChain, make: () => FiscoLightBlock): Promise<Codes> {
  try {
    const block = make();
    return [await step(chain, 'adjacent', block), await step(chain, 'skipping', block)];
  } catch (error) {
    if (error instanceof MingzhengError) return both(error.code);
    throw error;
  }
}

type Change<H> = (header: H, chain: FiscoChain) => Partial<H>;
/** Codes of an adjacent and of a skipping step. */
type Codes = readonly [adjacent: string, skipping: string];
type Row<H> = readonly [name: string, change: Change<H>, plain: Codes, signed: Codes];

const WRONG = 'fisco/wrong-signature';
const NOT_PROVEN = 'fisco/set-change-not-proven';
const OTHER_SEALERS = 'fisco/other-sealers';
const both = (code: string): Codes => [code, code];

/** Rows for headers of one generation. */
function rowMakers<H extends HeaderV2 | HeaderV3>() {
  return {
    /** A change that a rule of its own notices. */
    always: (name: string, change: Change<H>, code: string): Row<H> => [name, change, both(code), both(code)],
    /** A change that nothing notices but the signatures. */
    covered: (name: string, change: Change<H>): Row<H> => [name, change, both(WRONG), both('accepted')],
    /** A parent's name is compared with the trusted block, where that is at hand. */
    parent: (name: string, change: Change<H>): Row<H> => [
      name,
      change,
      ['fisco/not-a-child', WRONG],
      ['fisco/not-a-child', 'accepted'],
    ],
    /** Another list; `signed` is what an adjacent step says if all of the new list sign. */
    otherList: (name: string, change: Change<H>, signed: string, plain: Codes = [WRONG, OTHER_SEALERS]): Row<H> => [
      name,
      change,
      plain,
      [signed, OTHER_SEALERS],
    ],
  };
}

/** Node ids that nobody has a key of. */
const strangers = (count: number) =>
  Array.from({ length: count }, (_, i) => concatBytes(hash('sha256', Uint8Array.of(i, i >> 8)), new Uint8Array(32)));

interface ListRules {
  /** What a step says if all of the new list sign: 2.x takes it, since a quorum of the old one did. */
  readonly signed: string;
  /** What is said of signatures in places of others. */
  readonly moved?: Codes;
  /** What else goes with a list. */
  readonly more?: (list: readonly Uint8Array[]) => object;
}

/** Changes of the list, which both generations have. */
function listRows<H extends HeaderV2 | HeaderV3>({ signed, moved, more }: ListRules): readonly Row<H>[] {
  const change =
    (make: (list: readonly Uint8Array[], chain: FiscoChain) => readonly Uint8Array[]): Change<H> =>
    ({ sealerList }, chain) => {
      const list = make(sealerList, chain);
      return { sealerList: list, ...more?.(list) } as unknown as Partial<H>;
    };
  const { always, otherList } = rowMakers<H>();
  return [
    [
      'sealerList without the last',
      change((list) => list.slice(0, -1)),
      both('fisco/sealer-index'),
      [signed, OTHER_SEALERS],
    ],
    otherList(
      'sealerList with one more',
      change((list, chain) => [...list, chain.nodeId(9)]),
      signed,
    ),
    otherList(
      'sealerList with a new last one',
      change((list, chain) => list.with(3, chain.nodeId(9))),
      signed,
      moved,
    ),
    otherList(
      'sealerList in another order',
      change(([a, b, ...rest]) => [b!, a!, ...rest]),
      signed,
      moved,
    ),
    always(
      'sealerList with one twice',
      change((list) => list.with(3, list[0]!)),
      'fisco/duplicate-sealer',
    ),
    always(
      'sealerList of 1001',
      change(() => strangers(1001)),
      'fisco/sealers-count',
    ),
    always(
      'sealerList empty',
      change(() => []),
      'fisco/leader-index',
    ),
  ];
}

const ROOTS = ['transactionsRoot', 'receiptsRoot', 'stateRoot'] as const;

/** What both generations say of time and leader. */
function claimedRows<H extends HeaderV2 | HeaderV3>(): readonly Row<H>[] {
  const { always, covered } = rowMakers<H>();
  const time = (change: (timestamp: bigint) => bigint): Change<H> => {
    return ({ timestamp }) => ({ timestamp: change(timestamp) }) as Partial<H>;
  };
  const leader = (change: (sealer: bigint) => bigint): Change<H> => {
    return ({ sealer }) => ({ sealer: change(sealer) }) as Partial<H>;
  };
  return [
    covered(
      'timestamp + 1 ms',
      time((timestamp) => timestamp + 1n),
    ),
    covered(
      'timestamp before the parent’s',
      time(() => 1n),
    ),
    always(
      'timestamp of tomorrow',
      time((timestamp) => timestamp + 86_400_000n),
      'fisco/from-the-future',
    ),
    covered(
      'sealer, another of the list',
      leader((sealer) => (sealer + 1n) % 4n),
    ),
    always(
      'sealer 4 of 4',
      leader(() => 4n),
      'fisco/leader-index',
    ),
  ];
}

const { always, covered, parent, otherList } = rowMakers<HeaderV3>();
const of2 = rowMakers<HeaderV2>();

const version =
  (number: bigint): Change<HeaderV3> =>
  () => ({ version: number });
const parents =
  (number: bigint, hash?: Uint8Array): Change<HeaderV3> =>
  ({ parents: [own] }) => ({
    parents: [{ number, hash: hash ?? own!.hash }],
  });
const weights =
  (change: (weights: readonly bigint[]) => readonly bigint[]): Change<HeaderV3> =>
  (header) => ({
    weights: change(header.weights),
  });
const GAS = 'fisco/gas-used';

const ROWS_OF_3: readonly Row<HeaderV3>[] = [
  covered('version, a later one', version(versionNumber('3.7.0'))),
  always('version, an earlier one', version(versionNumber('3.5.9')), 'fisco/version-falls'),
  always('version 0', version(0n), 'fisco/version'),
  always('version 2.9.9', version(versionNumber('2.9.9')), 'fisco/version'),
  always('version 4.0.0', version(versionNumber('4.0.0')), 'fisco/version'),
  always('version with a last byte', version(versionNumber('3.7.0') + 1n), 'fisco/version'),
  always('version of the first release candidate', version(1n), 'fisco/release-candidate'),
  always('version of the last release candidate', version(4n), 'fisco/release-candidate'),
  always('version after the release candidates', version(5n), 'fisco/version'),
  parent('parents.hash', ({ parents: [own] }) => ({ parents: [{ ...own!, hash: flipped(own!.hash) }] })),
  parent('parents.hash of the block before', (_, chain) => ({ parents: [{ number: 4n, hash: chain.block(3).hash }] })),
  always('parents.number - 1', parents(3n), 'fisco/parents'),
  always('parents.number its own', parents(5n), 'fisco/parents'),
  always('parents, none', () => ({ parents: [] }), 'fisco/parents'),
  always('parents, the same twice', ({ parents: [own] }) => ({ parents: [own!, own!] }), 'fisco/parents'),
  ...ROOTS.map((name) => covered(name, (header) => ({ [name]: flipped(header[name], 31) }))),
  always('number + 1', ({ number }) => ({ number: number + 1n }), 'fisco/parents'),
  always('number - 1', ({ number }) => ({ number: number - 1n }), 'fisco/parents'),
  always(
    'number below the trusted one’s, with its parent',
    (_, chain) => ({
      number: 2n,
      parents: chain.block(2).header.generation === 3 ? [{ number: 1n, hash: chain.block(1).hash }] : [],
    }),
    'fisco/height-not-later',
  ),
  always('number 0', () => ({ number: 0n }), 'fisco/genesis-text'),
  covered('gasUsed', () => ({ gasUsed: '1' })),
  covered('gasUsed of 19 digits', () => ({ gasUsed: '9'.repeat(19) })),
  ...['', '00', '07', '1e3', '-1', '+1', ' 1', '1 ', '0x5', '1.0', '9'.repeat(20), '１'].map((gasUsed) =>
    always(`gasUsed ${JSON.stringify(gasUsed)}`, () => ({ gasUsed }), GAS),
  ),
  ...claimedRows<HeaderV3>(),
  ...listRows<HeaderV3>({ signed: NOT_PROVEN, more: (list) => ({ weights: list.map(() => 1n) }) }),
  always('extraData', () => ({ extraData: Uint8Array.of(0) }), 'fisco/extra-data'),
  always(
    'extraData, a sealer moved into it with its weight',
    ({ sealerList, weights: all }) => ({
      sealerList: sealerList.slice(0, 3),
      extraData: concatBytes(sealerList[3]!, new Uint8Array(7), Uint8Array.of(1)),
      weights: all.slice(1),
    }),
    'fisco/extra-data',
  ),
  otherList(
    'weights, one more for one',
    weights((all) => all.with(2, 2n)),
    NOT_PROVEN,
  ),
  otherList(
    'weights, nothing for one',
    weights((all) => all.with(3, 0n)),
    NOT_PROVEN,
  ),
  otherList(
    'weights of 2^32 for one who signs',
    weights((all) => all.with(3, 2n ** 32n)),
    NOT_PROVEN,
  ),
  always(
    'weights above 2^32',
    weights((all) => all.with(3, 2n ** 32n + 1n)),
    'fisco/weight',
  ),
  always(
    'weights below 0',
    weights((all) => all.with(3, -1n)),
    'fisco/weight',
  ),
  always(
    'weights of 0 for all',
    weights((all) => all.map(() => 0n)),
    'fisco/no-weight',
  ),
  always(
    'weights, one too few',
    weights((all) => all.slice(1)),
    'fisco/weights-count',
  ),
  always(
    'weights, one too many',
    weights((all) => [...all, 1n]),
    'fisco/weights-count',
  ),
  always(
    'sealerList, one too few for its weights',
    ({ sealerList }) => ({ sealerList: sealerList.slice(1) }),
    'fisco/weights-count',
  ),
];

const NUMBERS_OF_2 = ['gasLimit', 'gasUsed'] as const;

const ROWS_OF_2: readonly Row<HeaderV2>[] = [
  of2.parent('parentHash', ({ parentHash }) => ({ parentHash: flipped(parentHash) })),
  of2.parent('parentHash of the block before', (_, chain) => ({ parentHash: chain.block(3).hash })),
  ...[...ROOTS, 'dbHash' as const].map((name) => of2.covered(name, (header) => ({ [name]: flipped(header[name]) }))),
  of2.covered('logsBloom', ({ logsBloom }) => ({ logsBloom: flipped(logsBloom, 255) })),
  // Nothing in a header of 2.x says twice at which height it stands.
  ['number + 1', ({ number }) => ({ number: number + 1n }), both(WRONG), both('accepted')],
  of2.always('number below the trusted one’s', () => ({ number: 2n }), 'fisco/height-not-later'),
  of2.always('number 0', () => ({ number: 0n }), 'fisco/genesis-v2'),
  ...NUMBERS_OF_2.map((name) => of2.covered(name, (header) => ({ [name]: header[name] + 1n }))),
  ...claimedRows<HeaderV2>(),
  of2.covered('extraData', () => ({ extraData: [Uint8Array.of(1)] })),
  of2.covered('extraData, an empty item', () => ({ extraData: [new Uint8Array(0)] })),
];

function rowsOf2({ cryptography }: Kind): readonly Row<HeaderV2>[] {
  // With SM the key stands behind each signature, and is compared before any step.
  const rules = cryptography === 'national' ? { moved: both('fisco/embedded-key') } : {};
  return [...ROWS_OF_2, ...listRows<HeaderV2>({ signed: 'accepted', ...rules })];
}

function headerTests<H extends HeaderV2 | HeaderV3>(kind: Kind, rows: readonly Row<H>[]): void {
  const chain = chainOf(kind);
  const target = chain.block(TARGET);
  const changeOf = (change: Change<H>) => change(target.header as H, chain) as Partial<HeaderV3>;

  it('is accepted as it is, adjacent and skipping', async () => {
    expect(await steps(chain, () => target)).toEqual(both('accepted'));
  });

  it('has a row for each of its fields', () => {
    const named = new Set(rows.map(([name]) => name.split(/[. ,]/)[0]));
    const fields = Object.keys(target.header).filter((field) => field !== 'generation');
    expect([...named].sort()).toEqual(fields.sort());
  });

  it.each(rows)('%s', async (_, change, plain, signed) => {
    expect(await steps(chain, () => withHeader(chain.profile, target, changeOf(change))), 'plain').toEqual(plain);
    expect(await steps(chain, () => chain.resign(target, changeOf(change))), 'signed').toEqual(signed);
  });

  it.each(rows.filter(([, , [plain]]) => plain === WRONG))('%s, under the old hash', async (_, change) => {
    const claimed = withHeader(chain.profile, { ...target, claimedHash: target.hash }, changeOf(change));
    expect(await step(chain, 'adjacent', claimed)).toBe('fisco/hash');
  });

  it.each(rows.filter(([, , [plain]]) => plain === WRONG))('%s, signed by too few', async (_, change) => {
    const few = chain.resign(target, changeOf(change), (_number, index) => index < 2);
    expect(await step(chain, 'adjacent', few)).toBe('fisco/no-quorum');
  });
}

describe.each(KINDS)('a header, $kind', (kind) => {
  if (kind.generation === 3) headerTests(kind, ROWS_OF_3);
  else headerTests(kind, rowsOf2(kind));
});

describe('the bytes of a header of 3.x', () => {
  const chain = chainOf(KINDS[0]);
  const target = chain.block(TARGET);

  // Sheet 2.2, trap 3: without lengths the hash alone does not say where one field ends.
  it('hash alike with a sealer and a weight moved into extraData, which is refused for its form alone', async () => {
    const { sealerList, weights: all } = target.header as HeaderV3;
    const extraData = concatBytes(sealerList[3]!, new Uint8Array(7), Uint8Array.of(1));
    const change = { sealerList: sealerList.slice(0, 3), extraData, weights: all.slice(1) };
    const moved = withHeader(chain.profile, target, change);
    expect(toHex(moved.hash)).toBe(toHex(target.hash));
    const three = { ...moved, signatures: target.signatures.slice(0, 3) };
    expect(await step(chain, 'adjacent', three)).toBe('fisco/extra-data');
  });

  it('are refused with another number of weights, also where the list was put together before', () => {
    const header = { ...(target.header as HeaderV3), weights: [1n, 1n, 1n] };
    expect(refusal(() => checkHeader(header))).toBe('fisco/weights-count');
  });

  it('speak for themselves alone: a chain of the other generation is refused', async () => {
    const other = chainOf(KINDS[2]);
    expect(await stepCode(other.profile, other.block(4), target, other.now)).toBe('fisco/generation');
    expect(await stepCode(chain.profile, chain.block(4), other.block(TARGET), chain.now)).toBe('fisco/generation');
  });
});

const OTHER_LENGTHS = { 64: [0, 63, 65, 128], 65: [0, 64, 66, 128], 128: [0, 64, 127, 129] } as const;

describe.each(KINDS)('the signature list, $kind', (kind) => {
  const chain = chainOf(kind);
  const target = chain.block(TARGET);
  const { signatures } = target;
  const entry = signatures[1]!;
  const { length } = entry.signature;
  const hasKey = length === 128;
  /** What both ways of stepping say of another list. */
  async function code(list: FiscoLightBlock['signatures']): Promise<string> {
    const [adjacent, skipping] = await steps(chain, () => ({ ...target, signatures: list }));
    expect(skipping).toBe(adjacent);
    return adjacent;
  }
  const withEntry = (change: Partial<typeof entry>) => code(withSignature(target, 1, change).signatures);
  const expectedLength = { national: { 2: 128, 3: 64 }, international: { 2: 65, 3: 65 } } as const;

  it('has signatures of the length that the sheet says', () => {
    expect(length).toBe(expectedLength[kind.cryptography][kind.generation]);
  });

  it('may be in any order, and may leave out as many as may fail', async () => {
    expect(await code([...signatures].reverse())).toBe('accepted');
    for (let out = 0; out < 4; out++) expect(await code(signatures.filter((_, i) => i !== out))).toBe('accepted');
  });

  it('is refused with fewer, and empty', async () => {
    for (let out = 0; out < 3; out++)
      expect(await code(signatures.filter((_, i) => i !== out && i !== 3))).toBe('fisco/no-quorum');
    expect(await code([])).toBe('fisco/no-quorum');
  });

  // Nodes count such an entry twice (sheet 2.4).
  it('is refused with an entry twice, in the place of another or beside all', async () => {
    expect(await code([...signatures, entry])).toBe('fisco/duplicate-signature');
    expect(await code([signatures[0]!, entry, entry])).toBe('fisco/duplicate-signature');
  });

  it('is refused with an index that the list does not have', async () => {
    expect(await withEntry({ index: 4 })).toBe('fisco/sealer-index');
    expect(await withEntry({ index: 2 ** 31 })).toBe('fisco/sealer-index');
  });

  it.each(OTHER_LENGTHS[length as keyof typeof OTHER_LENGTHS])(
    'is refused with a signature of %i bytes',
    async (other) => {
      const signature = new Uint8Array(other);
      signature.set(entry.signature.subarray(0, other));
      expect(await withEntry({ signature })).toBe('fisco/signature-length');
    },
  );

  it('is refused with any wrong entry, even where the others are enough', async () => {
    for (let at = 0; at < 4; at++) {
      const spoilt = withSignature(target, at, { signature: flipped(signatures[at]!.signature, 40) });
      expect(await code(spoilt.signatures)).toBe(WRONG);
    }
  });

  it.each([0, 31, 32, 63])('is refused with another byte %i of a signature', async (at) => {
    expect(await withEntry({ signature: flipped(entry.signature, at) })).toBe(WRONG);
  });

  it('is refused with two signatures in each other’s places', async () => {
    const swapped = signatures.map(({ index }, i) => ({ index, signature: signatures[[1, 0, 2, 3][i]!]!.signature }));
    expect(await code(swapped)).toBe(hasKey ? 'fisco/embedded-key' : WRONG);
  });

  it('is refused with the signatures of another block, and of strangers', async () => {
    expect(await code(chain.block(4).signatures)).toBe(WRONG);
    const forgers = makeFisco({ ...kind, seed: 'forgers' });
    forgers.addEmpty(1);
    const stranger = forgers.signature(forgers.key(forgers.block(1).sealers[0]!.nodeId), target.hash);
    expect(await withEntry({ signature: stranger })).toBe(hasKey ? 'fisco/embedded-key' : WRONG);
  });

  it('is refused with a signature of zeros', async () => {
    const signature = hasKey ? concatBytes(new Uint8Array(64), entry.signature.slice(64)) : new Uint8Array(length);
    expect(await withEntry({ signature })).toBe(WRONG);
  });

  if (hasKey)
    it('is refused with another key behind a signature', async () => {
      for (const at of [64, 127])
        expect(await withEntry({ signature: flipped(entry.signature, at) })).toBe('fisco/embedded-key');
    });

  if (kind.cryptography === 'international') {
    const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

    it('is refused with another recovery id, and with one that there is not', async () => {
      for (const v of [entry.signature[64]! ^ 1, 2, 3, 4, 27, 255])
        expect(await withEntry({ signature: entry.signature.with(64, v) })).toBe(WRONG);
    });

    it('may have a high s: nodes recover and compare, and so do we (sheet 2.3)', async () => {
      const s = BigInt(`0x${toHex(entry.signature.subarray(32, 64))}`);
      const high = (N - s).toString(16).padStart(64, '0');
      const signature = concatBytes(
        entry.signature.subarray(0, 32),
        Uint8Array.from(high.match(/../g)!, (pair) => Number.parseInt(pair, 16)),
        Uint8Array.of(entry.signature[64]! ^ 1),
      );
      expect(await withEntry({ signature })).toBe('accepted');
    });
  }
});
