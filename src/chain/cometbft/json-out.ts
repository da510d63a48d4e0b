// CometBFT's JSON, written: for proof files and evidence. Reading it back gives the same model.
import { bytesEqual, toBase64, toHex } from '../../codec/bytes.ts';
import { formatTime } from '../../codec/time.ts';
import { keyTypeName } from './json.ts';
import type { BlockId, CometLightBlock, Commit, Header, Validator, ValidatorSet } from './model.ts';

const hex = (bytes: Uint8Array): string => toHex(bytes).toUpperCase();

function blockIdToJson(id: BlockId): object {
  return { hash: hex(id.hash), parts: { total: id.partsTotal, hash: hex(id.partsHash) } };
}

export function headerToJson(header: Header): object {
  return {
    version: { block: `${header.version.block}`, app: `${header.version.app}` },
    chain_id: header.chainId,
    height: `${header.height}`,
    time: formatTime(header.time),
    last_block_id: blockIdToJson(header.lastBlockId),
    last_commit_hash: hex(header.lastCommitHash),
    data_hash: hex(header.dataHash),
    validators_hash: hex(header.validatorsHash),
    next_validators_hash: hex(header.nextValidatorsHash),
    consensus_hash: hex(header.consensusHash),
    app_hash: hex(header.appHash),
    last_results_hash: hex(header.lastResultsHash),
    evidence_hash: hex(header.evidenceHash),
    proposer_address: hex(header.proposerAddress),
  };
}

export function commitToJson(commit: Commit): object {
  return {
    height: `${commit.height}`,
    round: commit.round,
    block_id: blockIdToJson(commit.blockId),
    signatures: commit.signatures.map((sig) => ({
      block_id_flag: sig.flag,
      validator_address: hex(sig.address),
      timestamp: formatTime(sig.time),
      signature: sig.signature.length === 0 ? null : toBase64(sig.signature),
    })),
  };
}

export function validatorToJson(validator: Validator): object {
  return {
    address: hex(validator.address),
    pub_key: { type: keyTypeName(validator.keyType), value: toBase64(validator.publicKey) },
    voting_power: `${validator.power}`,
    proposer_priority: '0',
  };
}

export function validatorSetToJson(set: ValidatorSet): object {
  return { validators: set.validators.map(validatorToJson) };
}

/** The next set is printed only where it differs, so that one block has one text. */
export function lightBlockToJson(block: CometLightBlock) {
  const next = block.nextValidators;
  return {
    signed_header: { header: headerToJson(block.header), commit: commitToJson(block.commit) },
    validator_set: validatorSetToJson(block.validators),
    ...(next && !bytesEqual(next.hash, block.validators.hash) && { next_validator_set: validatorSetToJson(next) }),
  };
}
