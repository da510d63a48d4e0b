// Two valid blocks at one height: the kind of attack, who took part, and evidence in the node's own spelling.
import { describe, expect, it } from 'vitest';
import { makeConflict, withoutVotes } from '../../../src/chain/cometbft/evidence.ts';
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import { type CometLightBlock, FLAG, type Header } from '../../../src/chain/cometbft/model.ts';
import { anchor } from '../../../src/chain/cometbft/rules.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { formatTime } from '../../../src/codec/time.ts';
import { makeChain, type Signing } from '../../support/make-chain.ts';
import { codeOfStep, withParts } from '../../support/mutate-block.ts';

const chain = makeChain({ length: 8, validators: 5, powers: [9, 8, 7, 6, 5], changeEvery: 4 });
const common = chain.block(3);
const trusted = chain.block(6);
const DIGEST = new Uint8Array(32).fill(1);

const rival = (header: Partial<Header>, sign: Signing = 'all', round = 0) =>
  chain.resign(withParts(trusted, { header, commit: { round } }), sign);
const conflict = (conflicting: CometLightBlock, profile = chain.profile) =>
  makeConflict(profile, common, trusted, conflicting);
const addresses = (block: CometLightBlock, keep: (index: number) => boolean) =>
  block.validators.validators.filter((_, i) => keep(i)).map(({ address }) => toHex(address));
const accused = (conflicting: CometLightBlock) => conflict(conflicting).byzantine.map(toHex);

describe('the kind of attack', () => {
  it.each(['validatorsHash', 'nextValidatorsHash', 'consensusHash', 'appHash', 'lastResultsHash'] as const)(
    'is lunatic where %s differs, whatever the round',
    (field) => {
      for (const round of [0, 2]) expect(conflict(rival({ [field]: DIGEST }, 'all', round)).kind).toBe('lunatic');
    },
  );

  it.each(['dataHash', 'evidenceHash', 'lastCommitHash', 'proposerAddress'] as const)(
    'is equivocation where only %s differs in the same round, amnesia in another',
    (field) => {
      const value = field === 'proposerAddress' ? DIGEST.slice(12) : DIGEST;
      expect(conflict(rival({ [field]: value })).kind).toBe('equivocation');
      expect(conflict(rival({ [field]: value }, 'all', 1)).kind).toBe('amnesia');
    },
  );
});

describe('who is accused', () => {
  it('of a lunatic attack: members of the common set that signed the false block', () => {
    const signing: Signing = (_, i) => (i === 1 ? 'nil' : i === 3 ? 'absent' : 'commit');
    const forged = rival({ appHash: DIGEST }, signing);
    const signed = new Set(addresses(forged, (i) => i !== 1 && i !== 3));
    expect(accused(forged)).toEqual(addresses(common, () => true).filter((address) => signed.has(address)));
    expect(accused(forged).length).toBeLessThan(5);
    expect(accused(forged).length).toBeGreaterThan(0);
  });

  it('of equivocation: members that signed both blocks', () => {
    expect(accused(rival({ dataHash: DIGEST }))).toEqual(addresses(trusted, () => true));
    const some: Signing = (_, i) => (i < 3 ? 'commit' : i === 3 ? 'nil' : 'absent');
    expect(accused(rival({ dataHash: DIGEST }, some))).toEqual(addresses(trusted, (i) => i < 3));
  });

  it('of equivocation: nobody who did not sign the trusted block', () => {
    const honest = chain.resign(trusted, (_, i) => (i === 0 ? 'nil' : 'commit'));
    const found = makeConflict(chain.profile, common, honest, rival({ dataHash: DIGEST })).byzantine.map(toHex);
    expect(found).toEqual(addresses(trusted, (i) => i > 0));
  });

  it('of amnesia: nobody, since it cannot be told from these blocks', () => {
    expect(accused(rival({ dataHash: DIGEST }, 'all', 1))).toEqual([]);
  });
});

describe('what the evidence says', () => {
  it.each([
    ['lunatic', rival({ appHash: DIGEST }), common],
    ['equivocation', rival({ dataHash: DIGEST }), trusted],
    ['amnesia', rival({ dataHash: DIGEST }, 'all', 1), trusted],
  ] as const)('%s: height, power and time are those of the block that it is judged by', (kind, forged, base) => {
    const found = conflict(forged);
    expect(found).toMatchObject({ kind, commonHeight: base.height, totalPower: 35n, time: base.time });
    const { value } = JSON.parse(found.evidence) as { value: Record<string, unknown> };
    expect(value).toMatchObject({
      CommonHeight: `${base.height}`,
      TotalVotingPower: '35',
      Timestamp: formatTime(base.time),
    });
  });

  const members = (version: string) => {
    const { evidence } = conflict(rival({ dataHash: DIGEST }), { ...chain.profile, version });
    const parsed = JSON.parse(evidence) as { type: string; value: Record<string, unknown> };
    expect(parsed.type).toBe('tendermint/LightClientAttackEvidence');
    return Object.keys(parsed.value);
  };

  it.each(['0.34', '0.37', '0.38', '0.38.26'])('members are named as in Go for %s', (version) => {
    expect(members(version)).toEqual([
      'ConflictingBlock',
      'CommonHeight',
      'ByzantineValidators',
      'TotalVotingPower',
      'Timestamp',
    ]);
  });

  it.each(['1.0', '1.0.1'])('members are named in snake case for %s', (version) => {
    expect(members(version)).toEqual([
      'conflicting_block',
      'common_height',
      'byzantine_validators',
      'total_voting_power',
      'timestamp',
    ]);
  });

  it('the conflicting block can be read back, with a proposer in its set', () => {
    const forged = rival({ appHash: DIGEST });
    const outer = Reader.of(parseJson(conflict(forged).evidence))
      .reader('value')
      .reader('ConflictingBlock');
    const read = readLightBlock(outer);
    expect(read.hash).toEqual(forged.hash);
    expect(read.commit).toEqual(forged.commit);
    expect(read.nextValidators).toBeUndefined();
    const proposer = outer.reader('validator_set').reader('proposer').string('address');
    expect(addresses(forged, () => true)).toContain(proposer.toLowerCase());
  });

  it('null stands where nobody is accused', () => {
    const { value } = JSON.parse(conflict(rival({ dataHash: DIGEST }, 'all', 1)).evidence) as {
      value: Record<string, unknown>;
    };
    expect(value.ByzantineValidators).toBeNull();
  });
});

describe('a block without some of its votes', () => {
  it('keeps its hash, and has these members absent', async () => {
    const less = withoutVotes(trusted, [0, 2]);
    expect(less.hash).toEqual(trusted.hash);
    expect(less.commit.signatures.map(({ flag }) => flag)).toEqual([
      FLAG.absent,
      FLAG.commit,
      FLAG.absent,
      FLAG.commit,
      FLAG.commit,
    ]);
    const checkpoint = chain.checkpoint(6);
    expect(await codeOfStep(anchor(chain.profile, checkpoint, less))).toBe('cometbft/no-quorum');
    expect(await codeOfStep(anchor(chain.profile, checkpoint, withoutVotes(trusted, [4])))).toBe('accepted');
    expect(withoutVotes(trusted, []).commit).toEqual(trusted.commit);
  });
});
