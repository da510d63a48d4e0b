// A header's fields as labelled values for pages and reports, in the order in which they are hashed.
import { toHex } from '../../codec/bytes.ts';
import type { Field, FieldValue } from '../view.ts';
import type { Header } from './model.ts';

const bytes = (value: Uint8Array): FieldValue => ({ kind: 'bytes', hex: toHex(value) });
const number = (value: bigint): FieldValue => ({ kind: 'number', value });

export function describeHeader(header: Header): Field[] {
  const { lastBlockId, time } = header;
  return [
    { name: 'version.block', value: number(header.version.block) },
    { name: 'version.app', value: number(header.version.app) },
    { name: 'chain_id', value: { kind: 'text', text: header.chainId } },
    { name: 'height', value: { kind: 'height', value: header.height } },
    { name: 'time', value: { kind: 'time', seconds: time.seconds, nanos: time.nanos } },
    { name: 'last_block_id.hash', value: bytes(lastBlockId.hash) },
    { name: 'last_block_id.parts.total', value: number(BigInt(lastBlockId.partsTotal)) },
    { name: 'last_block_id.parts.hash', value: bytes(lastBlockId.partsHash) },
    { name: 'last_commit_hash', value: bytes(header.lastCommitHash) },
    { name: 'data_hash', value: bytes(header.dataHash) },
    { name: 'validators_hash', value: bytes(header.validatorsHash) },
    { name: 'next_validators_hash', value: bytes(header.nextValidatorsHash) },
    { name: 'consensus_hash', value: bytes(header.consensusHash) },
    { name: 'app_hash', value: bytes(header.appHash) },
    { name: 'last_results_hash', value: bytes(header.lastResultsHash) },
    { name: 'evidence_hash', value: bytes(header.evidenceHash) },
    { name: 'proposer_address', value: bytes(header.proposerAddress) },
  ];
}
