// The proof file, format v1 (docs/formats/proof-file.md): one JSON document with a record, the path that proves it, and the
// light blocks that lead from a checkpoint to its header. It never contains its own trust root.

import type { ChainFamily, ExecutionProof, Frame, LightBlock, Profile, RecordProof } from '../chain/chain.ts';
import { toUtf8 } from '../codec/bytes.ts';
import { type Json, type JsonLimits, parseJson } from '../codec/json.ts';
import { Reader } from '../codec/schema.ts';
import { ensure } from '../core/error.ts';

export const PROOF_MEDIA_TYPE = 'application/vnd.mingzheng.proof.v1+json';
export const MAX_PROOF_BYTES = 16 << 20;
const LIMITS: JsonLimits = { maxBytes: MAX_PROOF_BYTES, maxDepth: 16, maxNodes: 1_000_000 };
const MAX_LIGHT_BLOCKS = 256;
const MAX_ANCESTORS = 4096;

/** What a proof file says before its chain's family has read the rest. */
export interface ProofEnvelope {
  readonly chainId: string;
  readonly family: string;
  readonly reader: Reader;
}

export interface ProofFile {
  readonly chainId: string;
  readonly family: string;
  readonly record: RecordProof;
  readonly execution?: ExecutionProof;
  /** From a checkpoint of the pack upwards, each reachable from the one before by signatures. */
  readonly lightBlocks: readonly LightBlock[];
  /** Headers right below the last light block, down to the record's, in frames from the top. */
  readonly ancestors: readonly Frame[];
}

/** Whether JSON that was parsed says that it is a proof file. */
export function isProofFile(value: Json): boolean {
  return value instanceof Map && value.get('mediaType') === PROOF_MEDIA_TYPE;
}

/** Errors: `json/...`, `record/not-a-proof-file`, `record/proof-version`. */
export function openProofFile(bytes: Uint8Array): ProofEnvelope {
  const reader = Reader.of(parseJson(bytes, LIMITS));
  const type = reader.has('mediaType') ? reader.string('mediaType', 200) : '';
  const isOther = /^application\/vnd\.mingzheng\.proof\.v\d+\+json$/.test(type) && type !== PROOF_MEDIA_TYPE;
  ensure(!isOther, 'record/proof-version', { type });
  ensure(type === PROOF_MEDIA_TYPE, 'record/not-a-proof-file');
  reader.only('mediaType', 'chain', 'family', 'record', 'execution', 'lightBlocks', 'ancestors');
  return { chainId: reader.string('chain', 100), family: reader.string('family', 40), reader };
}

/** Errors: the family's decoding errors, `json/...`. */
export function readProofFile(
  family: ChainFamily,
  profile: Profile,
  { chainId, family: familyId, reader }: ProofEnvelope,
): ProofFile {
  const execution = reader.optionalReader('execution');
  return {
    chainId,
    family: familyId,
    record: family.records.readProof(profile, reader.reader('record')),
    ...(execution && { execution: family.records.readExecution(profile, execution) }),
    lightBlocks: reader.readers('lightBlocks', MAX_LIGHT_BLOCKS).map((item) => family.readLightBlock(profile, item)),
    ancestors: family.records.readHistory(profile, reader.readers('ancestors', MAX_ANCESTORS, true)).reverse(),
  };
}

/** The file's bytes: two-space JSON with a final newline, members in a fixed order. */
export function printProofFile(family: ChainFamily, proof: ProofFile): Uint8Array {
  const ancestors = [...proof.ancestors].reverse().flatMap((frame) => family.records.historyToJson(frame));
  const document = {
    mediaType: PROOF_MEDIA_TYPE,
    chain: proof.chainId,
    family: proof.family,
    record: family.records.proofToJson(proof.record),
    ...(proof.execution && { execution: family.records.executionToJson(proof.execution) }),
    lightBlocks: proof.lightBlocks.map((block) => family.lightBlockToJson(block)),
    ...(ancestors.length > 0 && { ancestors }),
  };
  return toUtf8(`${JSON.stringify(document, null, 2)}\n`);
}
