// Every field of a light block changed in turn, in adjacent and skipping steps: each change is refused with the code of the
// rule that it breaks. Plain: nothing else changes. Rehashed: the commit names the new hash, signatures stay. Signed: an
// attacker signs the changed block anew with too few keys, or with all of them.
import { describe, expect, it } from 'vitest';
import { makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { type CometLightBlock, FLAG, type Header, type Validator } from '../../../src/chain/cometbft/model.ts';
import { merkleRoot } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { EMPTY, makeChain, plus } from '../../support/make-chain.ts';
import { makeKey, memberOf } from '../../support/make-chain-keys.ts';
import { flipped } from '../../support/mutate.ts';
import { FastVerifier, rehashed, stepCode, withEntry, withParts, withSet } from '../../support/mutate-block.ts';

/** Powers 11, 11, 11 and 7: the first three sign. The smallest is replaced after height 3, another one after height 6. */
const chain = makeChain({ length: 8, validators: 4, changeEvery: 3, powers: [7, 11, 11, 11], sign: 'two-thirds' });
const { profile, now } = chain;

/** From where each way of stepping starts, and where it leads. */
const STEPS = {
  adjacent: { trusted: chain.block(5), target: chain.block(6) },
  skipping: { trusted: chain.block(2), target: chain.block(6) },
} as const;
type Way = keyof typeof STEPS;
const WAYS: readonly Way[] = ['adjacent', 'skipping'];

const code = (way: Way, change: (block: CometLightBlock) => CometLightBlock) =>
  stepCode(profile, STEPS[way].trusted, change(STEPS[way].target), now);

const OTHER_HEADER = 'cometbft/commit-for-other-header';
const WRONG_SIGNATURE = 'cometbft/wrong-signature';
const HASH_LENGTH = 'cometbft/hash-length';
const ADDRESS_LENGTH = 'cometbft/address-length';

/** Field and change; codes when plain, when rehashed in an adjacent step, and when rehashed in a skipping one. */
type HeaderRow = readonly [string, (header: Header) => Partial<Header>, string, string, string];

const HASH_FIELDS = ['lastCommitHash', 'dataHash', 'consensusHash', 'lastResultsHash', 'evidenceHash'] as const;

/** A change that no rule but the hash and the signatures notices. */
const covered = (name: string, change: HeaderRow[1]): HeaderRow => [
  name,
  change,
  OTHER_HEADER,
  WRONG_SIGNATURE,
  WRONG_SIGNATURE,
];
/** A change that a rule of its own notices before any hash is compared. */
const always = (name: string, change: HeaderRow[1], expected: string): HeaderRow => [
  name,
  change,
  expected,
  expected,
  expected,
];

const idWith = (header: Header, change: Partial<Header['lastBlockId']>) => ({
  lastBlockId: { ...header.lastBlockId, ...change },
});

const HEADER_ROWS: readonly HeaderRow[] = [
  always('version.block', ({ version }) => ({ version: { ...version, block: 12n } }), 'cometbft/block-protocol'),
  always('version.block missing', ({ version }) => ({ version: { ...version, block: 0n } }), 'cometbft/block-protocol'),
  covered('version.app', ({ version }) => ({ version: { ...version, app: 2n } })),
  always('chainId', () => ({ chainId: 'made-2' }), 'cometbft/chain-id'),
  always('chainId in capitals', () => ({ chainId: 'MADE-1' }), 'cometbft/chain-id'),
  always('chainId empty', () => ({ chainId: '' }), 'cometbft/chain-id'),
  always('height + 1', ({ height }) => ({ height: height + 1n }), 'cometbft/commit-height-differs'),
  always('height - 1', ({ height }) => ({ height: height - 1n }), 'cometbft/commit-height-differs'),
  always('height + 2^64', ({ height }) => ({ height: height + 2n ** 64n }), 'cometbft/commit-height-differs'),
  always('height 0', () => ({ height: 0n }), 'cometbft/height'),
  always('height negative', ({ height }) => ({ height: -height }), 'cometbft/height'),
  covered('time + 1 ns', ({ time }) => ({ time: plus(time, 1n) })),
  covered('time - 1 ns', ({ time }) => ({ time: plus(time, -1n) })),
  [
    'lastBlockId.hash',
    (header) => idWith(header, { hash: flipped(header.lastBlockId.hash) }),
    OTHER_HEADER,
    'cometbft/not-a-child',
    WRONG_SIGNATURE,
  ],
  [
    'lastBlockId.hash empty',
    (header) => idWith(header, { hash: EMPTY }),
    OTHER_HEADER,
    'cometbft/not-a-child',
    WRONG_SIGNATURE,
  ],
  covered('lastBlockId.partsTotal', (header) => idWith(header, { partsTotal: header.lastBlockId.partsTotal + 1 })),
  covered('lastBlockId.partsHash', (header) => idWith(header, { partsHash: flipped(header.lastBlockId.partsHash) })),
  always('lastBlockId.hash short', (header) => idWith(header, { hash: header.lastBlockId.hash.slice(1) }), HASH_LENGTH),
  always('lastBlockId.partsHash long', (header) => idWith(header, { partsHash: new Uint8Array(33) }), HASH_LENGTH),
  ...HASH_FIELDS.flatMap((field): HeaderRow[] => [
    covered(field, (header) => ({ [field]: flipped(header[field], 31) })),
    covered(`${field} empty`, () => ({ [field]: EMPTY })),
    always(`${field} short`, (header) => ({ [field]: header[field].slice(1) }), HASH_LENGTH),
    always(`${field} long`, () => ({ [field]: new Uint8Array(64) }), HASH_LENGTH),
  ]),
  [
    'validatorsHash',
    (header) => ({ validatorsHash: flipped(header.validatorsHash) }),
    OTHER_HEADER,
    'cometbft/validators-hash',
    'cometbft/validators-hash',
  ],
  always('validatorsHash empty', () => ({ validatorsHash: EMPTY }), HASH_LENGTH),
  always('validatorsHash short', (header) => ({ validatorsHash: header.validatorsHash.slice(1) }), HASH_LENGTH),
  [
    'nextValidatorsHash',
    (header) => ({ nextValidatorsHash: flipped(header.nextValidatorsHash) }),
    OTHER_HEADER,
    'cometbft/next-validators-hash',
    'cometbft/next-validators-hash',
  ],
  always(
    'nextValidatorsHash short',
    (header) => ({ nextValidatorsHash: header.nextValidatorsHash.slice(1) }),
    HASH_LENGTH,
  ),
  covered('appHash', (header) => ({ appHash: flipped(header.appHash) })),
  covered('appHash empty', () => ({ appHash: EMPTY })),
  covered('appHash longer', (header) => ({ appHash: new Uint8Array([...header.appHash, 0]) })),
  covered('proposerAddress', (header) => ({ proposerAddress: flipped(header.proposerAddress) })),
  always('proposerAddress short', (header) => ({ proposerAddress: header.proposerAddress.slice(1) }), ADDRESS_LENGTH),
  always('proposerAddress empty', () => ({ proposerAddress: EMPTY }), ADDRESS_LENGTH),
];

it('both steps are accepted as they are, with the checker of the program too', async () => {
  for (const way of WAYS) {
    expect(await code(way, (block) => block)).toBe('accepted');
    expect(await stepCode(profile, STEPS[way].trusted, STEPS[way].target, now, localVerifier)).toBe('accepted');
  }
});

describe('header fields', () => {
  it('all have a row', () => {
    const rows = new Set(HEADER_ROWS.map(([name]) => name.split(/[. ]/)[0]));
    expect([...rows].sort()).toEqual(Object.keys(chain.block(1).header).sort());
  });

  it.each(HEADER_ROWS)('%s', async (_, change, plain, adjacent, skipping) => {
    const changed = (block: CometLightBlock) => withParts(block, { header: change(block.header) });
    for (const way of WAYS) expect(await code(way, changed), `plain, ${way}`).toBe(plain);
    expect(await code('adjacent', (block) => rehashed(changed(block)))).toBe(adjacent);
    expect(await code('skipping', (block) => rehashed(changed(block)))).toBe(skipping);
  });

  it.each(HEADER_ROWS.filter(([, , , , skipping]) => skipping === WRONG_SIGNATURE))(
    '%s, signed anew by too few',
    async (_, change, __, adjacent) => {
      const forged = (count: number) => (block: CometLightBlock) =>
        chain.resign(withParts(block, { header: change(block.header) }), (_height, i) =>
          i < count ? 'commit' : 'absent',
        );
      const expected = adjacent === WRONG_SIGNATURE ? 'cometbft/no-quorum' : adjacent;
      expect(await code('adjacent', forged(2))).toBe(expected);
      expect(await code('skipping', forged(2))).toBe('cometbft/no-quorum');
      expect(await code('skipping', forged(1))).toBe('cometbft/not-enough-trust');
    },
  );

  it('without the next set, its hash is still signed over', async () => {
    const changed = (block: CometLightBlock) =>
      withParts(block, {
        nextValidators: undefined,
        header: { nextValidatorsHash: flipped(block.header.nextValidatorsHash) },
      });
    for (const way of WAYS) {
      expect(await code(way, changed)).toBe(OTHER_HEADER);
      expect(await code(way, (block) => rehashed(changed(block)))).toBe(WRONG_SIGNATURE);
    }
  });
});

describe('what not even all keys can sign', () => {
  const signed = (parts: (block: CometLightBlock) => Partial<Header>) => (block: CometLightBlock) =>
    chain.resign(withParts(block, { header: parts(block) }), 'all');

  it.each([
    ['another chain', () => ({ chainId: 'made-2' }), 'cometbft/chain-id', 'cometbft/chain-id'],
    [
      'another parent',
      ({ header }: CometLightBlock) => idWith(header, { hash: flipped(header.lastBlockId.hash) }),
      'cometbft/not-a-child',
      'accepted',
    ],
    [
      'another set',
      ({ header }: CometLightBlock) => ({ validatorsHash: flipped(header.validatorsHash) }),
      'cometbft/validators-hash',
      'cometbft/validators-hash',
    ],
    ['the parent’s time', () => ({ time: chain.block(5).time }), 'cometbft/time-not-later', 'accepted'],
    [
      'a time before the trusted block’s',
      () => ({ time: chain.block(1).time }),
      'cometbft/time-not-later',
      'cometbft/time-not-later',
    ],
    [
      'a time far ahead',
      () => ({ time: plus(now, 3600_000_000_000n) }),
      'cometbft/from-the-future',
      'cometbft/from-the-future',
    ],
    ['the trusted height', () => ({ height: 2n }), 'cometbft/height-not-later', 'cometbft/height-not-later'],
    ['a height below', () => ({ height: 1n }), 'cometbft/height-not-later', 'cometbft/height-not-later'],
  ] as const)('%s', async (_, parts, adjacent, skipping) => {
    expect(await code('adjacent', signed(parts))).toBe(adjacent);
    expect(await code('skipping', signed(parts))).toBe(skipping);
  });
});

describe('the commit', () => {
  it.each([
    ['height + 1', { height: 7n }, 'cometbft/commit-height-differs'],
    ['height of the trusted block', { height: 5n }, 'cometbft/commit-height-differs'],
    ['height 0', { height: 0n }, 'cometbft/commit-height'],
    ['round + 1', { round: 1 }, WRONG_SIGNATURE],
    ['round negative', { round: -1 }, 'cometbft/commit-height'],
    ['no signatures', { signatures: [] }, 'cometbft/commit-empty'],
    ['the signatures of the block before', { signatures: chain.block(5).commit.signatures }, WRONG_SIGNATURE],
    ['the commit of the block before', chain.block(5).commit, 'cometbft/commit-height-differs'],
    ['the commit of the block before with this height', { ...chain.block(5).commit, height: 6n }, OTHER_HEADER],
    ['one entry too few', { signatures: chain.block(6).commit.signatures.slice(0, 3) }, 'cometbft/signature-count'],
    [
      'one entry too many',
      { signatures: [...chain.block(6).commit.signatures, chain.block(6).commit.signatures[3]!] },
      'cometbft/signature-count',
    ],
  ] as const)('%s', async (_, commit, expected) => {
    for (const way of WAYS) expect(await code(way, (block) => withParts(block, { commit })), way).toBe(expected);
  });

  it.each([
    ['hash', { hash: new Uint8Array(32) }, OTHER_HEADER],
    ['hash of the block before', { hash: chain.block(5).hash }, OTHER_HEADER],
    ['hash empty', { hash: EMPTY }, OTHER_HEADER],
    ['hash short', { hash: new Uint8Array(31) }, HASH_LENGTH],
    ['nothing at all', { hash: EMPTY, partsTotal: 0, partsHash: EMPTY }, 'cometbft/commit-for-nothing'],
    ['partsTotal', { partsTotal: 2 }, WRONG_SIGNATURE],
    ['partsTotal 0', { partsTotal: 0 }, WRONG_SIGNATURE],
    ['partsHash', { partsHash: new Uint8Array(32) }, WRONG_SIGNATURE],
    ['partsHash empty', { partsHash: EMPTY }, WRONG_SIGNATURE],
    ['partsHash long', { partsHash: new Uint8Array(33) }, HASH_LENGTH],
  ] as const)('block id: %s', async (_, change, expected) => {
    const changed = (block: CometLightBlock) =>
      withParts(block, { commit: { blockId: { ...block.commit.blockId, ...change } } });
    for (const way of WAYS) expect(await code(way, changed), way).toBe(expected);
  });

  it('two entries change places', async () => {
    const swapped = (block: CometLightBlock) => {
      const [a, b, ...rest] = block.commit.signatures;
      return withParts(block, { commit: { signatures: [b!, a!, ...rest] } });
    };
    for (const way of WAYS) expect(await code(way, swapped)).toBe('cometbft/vote-address');
  });
});

describe('each entry of the commit', () => {
  const entry = chain.block(6).commit.signatures[1]!;
  const other = chain.block(6).commit.signatures[0]!;
  const nil = chain.signEntries(withEntry(chain.block(6), 1, { flag: FLAG.nil }).commit, chain.block(6).validators)
    .signatures[1]!;

  it.each([
    ['flag nil', { flag: FLAG.nil }, 'cometbft/no-quorum'],
    ['an honest nil vote', nil, 'cometbft/no-quorum'],
    ['an honest nil vote sold as a vote', { ...nil, flag: FLAG.commit }, WRONG_SIGNATURE],
    ['flag absent', { flag: FLAG.absent }, 'cometbft/absent-vote-not-empty'],
    ['flag absent with a signature', { flag: FLAG.absent, address: EMPTY }, 'cometbft/absent-vote-not-empty'],
    ['flag 0', { flag: 0 }, 'cometbft/vote-flag'],
    ['flag 4', { flag: 4 }, 'cometbft/vote-flag'],
    ['flag -2', { flag: -2 }, 'cometbft/vote-flag'],
    ['flag 2 + 256', { flag: 258 }, 'cometbft/vote-flag'],
    ['time + 1 ns', { time: plus(entry.time, 1n) }, WRONG_SIGNATURE],
    ['time + 1 s', { time: plus(entry.time, 10n ** 9n) }, WRONG_SIGNATURE],
    ['signature, first half', { signature: flipped(entry.signature, 0) }, WRONG_SIGNATURE],
    ['signature, second half', { signature: flipped(entry.signature, 40) }, WRONG_SIGNATURE],
    ['signature of another member', { signature: other.signature }, WRONG_SIGNATURE],
    ['signature of another height', { signature: chain.block(5).commit.signatures[1]!.signature }, WRONG_SIGNATURE],
    ['signature short', { signature: entry.signature.slice(0, 63) }, WRONG_SIGNATURE],
    ['signature empty', { signature: EMPTY }, 'cometbft/signature-length'],
    ['signature long', { signature: new Uint8Array([...entry.signature, 0]) }, 'cometbft/signature-length'],
    ['address foreign', { address: flipped(entry.address) }, 'cometbft/vote-address'],
    ['address short', { address: entry.address.slice(1) }, ADDRESS_LENGTH],
    ['address empty', { address: EMPTY }, ADDRESS_LENGTH],
  ] as const)('%s', async (_, change, expected) => {
    for (const way of WAYS) expect(await code(way, (block) => withEntry(block, 1, change)), way).toBe(expected);
  });

  it('with the address of another member is a double vote for a set that looks by address', async () => {
    const changed = (block: CometLightBlock) => withEntry(block, 1, { address: other.address });
    expect(await code('adjacent', changed)).toBe('cometbft/vote-address');
    expect(await code('skipping', changed)).toBe('cometbft/double-vote');
  });

  it('that is a copy of another member’s whole vote adds nothing', async () => {
    expect(await code('adjacent', (block) => withEntry(block, 1, other))).toBe('cometbft/vote-address');
    expect(await code('skipping', (block) => withEntry(block, 1, other))).toBe('cometbft/double-vote');
  });

  it('of a member who is absent cannot be made up', async () => {
    expect(chain.block(6).commit.signatures[3]!.flag).toBe(FLAG.absent);
    const madeUp = {
      flag: FLAG.commit,
      address: chain.block(6).validators.validators[3]!.address,
      signature: entry.signature,
    };
    const changed = (block: CometLightBlock) => withEntry(withEntry(block, 1, { flag: FLAG.nil }), 3, madeUp);
    for (const way of WAYS) expect(await code(way, changed)).toBe(WRONG_SIGNATURE);
  });
});

describe('the validator set', () => {
  const members = chain.block(6).validators.validators;
  const stranger = memberOf(makeKey('stranger', 0), 10n);
  const change = (index: number, parts: Partial<Validator>) =>
    makeValidatorSet(members.with(index, { ...members[index]!, ...parts }));
  const { publicKey, address } = stranger;
  const sm2 = { keyType: 'sm2', publicKey: new Uint8Array(33).fill(2) } as const;
  const reversed = [...members].reverse();
  const leaves = (list: readonly Validator[]) => ({
    validators: list,
    hash: merkleRoot(list.map(({ publicKey: key }) => key)),
  });

  /** Name and set; codes when plain, when rehashed in an adjacent step, and when rehashed in a skipping one. */
  const ANNOUNCED = 'cometbft/not-the-announced-set';
  it.each([
    ['another key', change(0, { publicKey, address }), 'cometbft/validators-hash', ANNOUNCED, 'cometbft/vote-address'],
    [
      'another key under the old address',
      change(0, { publicKey }),
      'cometbft/validators-hash',
      ANNOUNCED,
      WRONG_SIGNATURE,
    ],
    ['more power', change(0, { power: 12n }), 'cometbft/validators-hash', ANNOUNCED, WRONG_SIGNATURE],
    ['power 0', change(3, { power: 0n }), 'cometbft/validators-hash', ANNOUNCED, WRONG_SIGNATURE],
    ['another order', leaves(reversed), 'cometbft/validators-hash', ANNOUNCED, 'cometbft/vote-address'],
    [
      'one member fewer',
      makeValidatorSet(members.slice(0, 3)),
      'cometbft/validators-hash',
      ANNOUNCED,
      'cometbft/signature-count',
    ],
    [
      'one member more',
      makeValidatorSet([...members, stranger]),
      'cometbft/validators-hash',
      ANNOUNCED,
      'cometbft/signature-count',
    ],
    [
      'a member twice',
      makeValidatorSet([...members, members[0]!]),
      'cometbft/duplicate-validator',
      'cometbft/duplicate-validator',
      'cometbft/duplicate-validator',
    ],
    [
      'a member twice with different power',
      makeValidatorSet([...members.slice(1), { ...members[1]!, power: 9n }]),
      'cometbft/duplicate-validator',
      'cometbft/duplicate-validator',
      'cometbft/duplicate-validator',
    ],
    [
      'nobody',
      makeValidatorSet([]),
      'cometbft/validators-empty',
      'cometbft/validators-empty',
      'cometbft/validators-empty',
    ],
    ['negative power', change(0, { power: -1n }), 'cometbft/power', 'cometbft/power', 'cometbft/power'],
    [
      'power that hashes like 11',
      change(0, { power: 11n - 2n ** 64n }),
      'cometbft/power',
      'cometbft/power',
      'cometbft/power',
    ],
    [
      'power that hashes like 11, positive',
      change(0, { power: 11n + 2n ** 64n }),
      'cometbft/total-power',
      'cometbft/total-power',
      'cometbft/total-power',
    ],
    [
      'power above all limits',
      change(0, { power: 2n ** 60n }),
      'cometbft/total-power',
      'cometbft/total-power',
      'cometbft/total-power',
    ],
    [
      'an address that is not of the key',
      change(0, { claimedAddress: address }),
      'cometbft/address-not-of-key',
      'cometbft/address-not-of-key',
      'cometbft/address-not-of-key',
    ],
    ['a key type outside the profile', change(0, sm2), 'cometbft/key-type', 'cometbft/key-type', 'cometbft/key-type'],
    [
      'an Ed25519 key as sr25519',
      change(0, { keyType: 'sr25519' }),
      'cometbft/key-type',
      'cometbft/key-type',
      'cometbft/key-type',
    ],
  ] as const)('%s', async (_, set, plain, adjacent, skipping) => {
    for (const way of WAYS)
      expect(await code(way, (block) => withParts(block, { validators: set })), `plain, ${way}`).toBe(plain);
    expect(await code('adjacent', (block) => rehashed(withSet(block, set)))).toBe(adjacent);
    expect(await code('skipping', (block) => rehashed(withSet(block, set)))).toBe(skipping);
  });

  it('of the attacker’s own making is refused however well it signs', async () => {
    const own = makeChain({ length: 8, validators: 4, seed: 'attacker' });
    const forged = (block: CometLightBlock) => own.resign(withSet(block, own.block(1).validators));
    expect(await code('adjacent', forged)).toBe('cometbft/not-the-announced-set');
    expect(await code('skipping', forged)).toBe('cometbft/not-enough-trust');
  });

  it('of the attacker’s own making with addresses of trusted members is refused', async () => {
    const own = makeChain({ length: 8, validators: 4, seed: 'attacker' });
    const forged = (block: CometLightBlock) => {
      const made = own.resign(withSet(block, own.block(1).validators));
      const signatures = made.commit.signatures.map((sig, i) => ({ ...sig, address: members[i]!.address }));
      return withParts(made, { commit: { signatures } });
    };
    expect(await code('skipping', forged)).toBe('cometbft/vote-address');
  });
});

describe('the next set', () => {
  const members = chain.block(6).nextValidators!.validators;

  it.each([
    ['of the block itself', chain.block(6).validators],
    ['with more power', makeValidatorSet(members.with(0, { ...members[0]!, power: 12n }))],
    ['without a member', makeValidatorSet(members.slice(1))],
    ['with a member twice', makeValidatorSet([...members, members[0]!])],
    ['of nobody', makeValidatorSet([])],
  ] as const)('%s is not the one that the header names', async (_, nextValidators) => {
    for (const way of WAYS) {
      const changed = (block: CometLightBlock) => withParts(block, { nextValidators });
      expect(await code(way, changed)).toBe('cometbft/next-validators-hash');
      const named = (block: CometLightBlock) =>
        rehashed(withParts(block, { nextValidators, header: { nextValidatorsHash: nextValidators.hash } }));
      expect(await code(way, named)).toBe(WRONG_SIGNATURE);
    }
  });

  it('must be at hand once a trusted block is to start a leap over a change', async () => {
    const trusted = withParts(chain.block(3), { nextValidators: undefined });
    expect(await stepCode(profile, trusted, chain.block(6), now)).toBe('cometbft/next-validators-missing');
    expect(await stepCode(profile, trusted, chain.block(4), now)).toBe('accepted');
    const before = withParts(chain.block(2), { nextValidators: undefined });
    expect(await stepCode(profile, before, chain.block(6), now)).toBe('accepted');
  });

  it('is the one whose members count in a leap, not the block’s own', async () => {
    const strict = { ...profile, trustLevel: { numerator: 2n, denominator: 3n } };
    const target = chain.resign(chain.block(6), (_, i) => (i === 0 ? 'absent' : 'commit'));
    // Powers 11, 11 and 7 signed: 29 of 40 in the set that signs from height 4 on, 22 of 40 in the one before.
    expect(await stepCode(strict, chain.block(3), target, now)).toBe('accepted');
    expect(await stepCode(strict, chain.block(2), target, now)).toBe('cometbft/not-enough-trust');
  });
});

describe('cheap checks come first', () => {
  it('so that refusals by hash, height, clock or count ask for no signature', async () => {
    const verifier = new FastVerifier();
    const { trusted, target } = STEPS.skipping;
    const cheap = HEADER_ROWS.map(([, change]) => withParts(target, { header: change(target.header) }));
    for (const block of [...cheap, withParts(target, { commit: { signatures: [] } })])
      expect(await stepCode(profile, trusted, block, now, verifier)).not.toBe('accepted');
    expect(verifier.asked).toBe(0);
    expect(await stepCode(profile, trusted, target, now, verifier)).toBe('accepted');
    expect(verifier.asked).toBe(3);
  });

  it('for a commit of 10,000 entries too', async () => {
    const many = makeValidatorSet(
      Array.from({ length: 10_000 }, (_, i) => ({
        keyType: 'ed25519' as const,
        publicKey: Uint8Array.of(i, i >> 8),
        address: new Uint8Array(20).fill(i),
        power: 1n,
      })),
    );
    const signatures = many.validators.map(({ address }) => ({ ...chain.block(6).commit.signatures[0]!, address }));
    const block = withParts(chain.block(6), { validators: many, commit: { signatures } });
    const verifier = new FastVerifier();
    const start = performance.now();
    expect(await stepCode(profile, chain.block(5), block, now, verifier)).toBe('cometbft/duplicate-validator');
    expect(verifier.asked).toBe(0);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
