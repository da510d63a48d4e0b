// Two valid blocks at one height: what kind of attack it is, who took part, and the evidence that a node of the chain's
// version takes (types/evidence.go, light/detector.go).
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { formatTime, ZERO_TIME } from '../../codec/time.ts';
import type { Conflict } from '../chain.ts';
import { lightBlockToJson, validatorToJson } from './json-out.ts';
import { type CometLightBlock, type CommitSig, FLAG, type Header, type Validator } from './model.ts';
import type { CometProfile } from './profile.ts';
import { totalPower } from './validate.ts';

/** The fields that follow from the state: a header that differs in one of them was not made by the chain's own rules. */
const STATE_FIELDS = ['validatorsHash', 'nextValidatorsHash', 'consensusHash', 'appHash', 'lastResultsHash'] as const;

export function hasInvalidState(conflicting: Header, trusted: Header): boolean {
  return STATE_FIELDS.some((field) => !bytesEqual(conflicting[field], trusted[field]));
}

function attackKind(trusted: CometLightBlock, conflicting: CometLightBlock): Conflict['kind'] {
  if (hasInvalidState(conflicting.header, trusted.header)) return 'lunatic';
  return trusted.commit.round === conflicting.commit.round ? 'equivocation' : 'amnesia';
}

/** Members of the common set that signed the conflicting block. */
function lunaticSigners(common: CometLightBlock, conflicting: CometLightBlock): Validator[] {
  const signed = new Set(
    conflicting.commit.signatures.filter((sig) => sig.flag === FLAG.commit).map((sig) => toHex(sig.address)),
  );
  return common.validators.validators.filter((validator) => signed.has(toHex(validator.address)));
}

/** Members that signed both blocks. */
function doubleSigners(trusted: CometLightBlock, conflicting: CometLightBlock): Validator[] {
  const votedIn = (block: CometLightBlock, i: number) => block.commit.signatures[i]?.flag === FLAG.commit;
  return conflicting.validators.validators.filter((_, i) => votedIn(trusted, i) && votedIn(conflicting, i));
}

function byzantineMembers(
  kind: Conflict['kind'],
  common: CometLightBlock,
  trusted: CometLightBlock,
  conflicting: CometLightBlock,
): Validator[] {
  if (kind === 'lunatic') return lunaticSigners(common, conflicting);
  return kind === 'equivocation' ? doubleSigners(trusted, conflicting) : [];
}

/**
 * Evidence against `conflicting`, seen by someone who holds `trusted`. `common` is the last block that both sides share; for
 * a lunatic attack it is named as the common height, else the conflict's own height is.
 */
export function makeConflict(
  profile: CometProfile,
  common: CometLightBlock,
  trusted: CometLightBlock,
  conflicting: CometLightBlock,
): Conflict {
  const kind = attackKind(trusted, conflicting);
  const base = kind === 'lunatic' ? common : trusted;
  const byzantine = byzantineMembers(kind, common, trusted, conflicting);
  return {
    kind,
    commonHeight: base.height,
    byzantine: byzantine.map((validator) => validator.address),
    totalPower: totalPower(base.validators),
    time: base.time,
    evidence: JSON.stringify(evidenceJson(profile, base, conflicting, byzantine), null, 2),
  };
}

/** Votes at these places made absent. A commit's own hash is in no header but the next, so the block's hash stays. */
export function withoutVotes(block: CometLightBlock, places: readonly number[]): CometLightBlock {
  const absent: CommitSig = {
    flag: FLAG.absent,
    address: new Uint8Array(0),
    time: ZERO_TIME,
    signature: new Uint8Array(0),
  };
  const signatures = block.commit.signatures.map((sig, i) => (places.includes(i) ? absent : sig));
  return { ...block, commit: { ...block.commit, signatures } };
}

/**
 * Member names differ: Go's own up to 0.38, snake case from 1.0 on. A node wants a proposer in the set, any member, and null
 * where no member is accused (tried on 0.38.26 and 1.0.1).
 */
function evidenceJson(
  profile: CometProfile,
  base: CometLightBlock,
  conflicting: CometLightBlock,
  byzantine: readonly Validator[],
): object {
  const { signed_header, validator_set } = lightBlockToJson(conflicting);
  const proposer = validatorToJson(conflicting.validators.validators[0]!);
  const members = [
    ['ConflictingBlock', 'conflicting_block', { signed_header, validator_set: { ...validator_set, proposer } }],
    ['CommonHeight', 'common_height', `${base.height}`],
    ['ByzantineValidators', 'byzantine_validators', byzantine.length === 0 ? null : byzantine.map(validatorToJson)],
    ['TotalVotingPower', 'total_voting_power', `${totalPower(base.validators)}`],
    ['Timestamp', 'timestamp', formatTime(base.time)],
  ] as const;
  const isSnakeCase = !/^0\./.test(profile.version);
  const value = Object.fromEntries(members.map(([go, snake, content]) => [isSnakeCase ? snake : go, content]));
  return { type: 'tendermint/LightClientAttackEvidence', value };
}
