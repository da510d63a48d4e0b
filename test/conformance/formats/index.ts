// All formats in the order in which they are asked; the first that knows a file has it.
import type { DataFile } from '../file-tree.ts';
import { type Format, skipped } from '../format.ts';
import { attacks } from './attacks.ts';
import { bisectionForks } from './bisection-forks.ts';
import { documentFile, documentIndex } from './documents.ts';
import { ed25519 } from './ed25519.ts';
import { golden } from './golden.ts';
import { lightClientCases } from './light-client-cases.ts';
import { lightblocks } from './lightblocks.ts';
import { merkle } from './merkle.ts';
import { modelBased } from './model-based.ts';
import { oracle } from './oracle.ts';
import { besideSignedBlock, extendedHeaders, signedBlock, tibcHeaders } from './real-chain.ts';
import { httpGet, rawPost, recordedCalls, webSocket } from './recorded.ts';
import { incoming, outgoing } from './rpc-fixtures.ts';
import { verification } from './verification.ts';

const OTHER_FAMILIES = ['fisco-bcos', 'evm', 'fabric', 'chainmaker', 'sm', 'ibc'];

const isIn = (folders: readonly string[]) => (file: DataFile) => file.folders.some((name) => folders.includes(name));
const isNamed = (pattern: RegExp) => (file: DataFile) => pattern.test(file.name);

export const formats: readonly Format[] = [
  skipped('family not implemented yet', isIn(OTHER_FAMILIES)),
  skipped('a tool that made the recording', isIn(['tools'])),
  documentIndex,
  documentFile,
  skipped('words for people', isNamed(/\.md$|^LICENSE|^NOTICE/)),
  skipped(
    'ICS-23 proofs are not implemented yet',
    (file) => isIn(['ics23', 'bandchain'])(file) || file.name === 'ics23_cases.json',
  ),
  skipped('ICS-23 proofs are not implemented yet', isNamed(/^tibc_packet_proof\.json$|^bandchain_/)),
  skipped('IBC commitments are not implemented yet', isNamed(/^ibc_commitments\.json$/)),
  skipped('NFT store keys are not implemented yet', isNamed(/^nft_store_keys\.json$/)),
  skipped('SM2 signatures are not implemented yet', isIn(['sm2_irita'])),
  skipped('a description of the recording; nothing verifies it', isNamed(/^(summary|events)\.json$/)),
  lightblocks,
  oracle,
  attacks,
  recordedCalls,
  httpGet,
  rawPost,
  webSocket,
  verification,
  modelBased,
  incoming,
  outgoing,
  signedBlock,
  besideSignedBlock,
  extendedHeaders,
  tibcHeaders,
  ed25519,
  golden,
  merkle,
  lightClientCases,
  bisectionForks,
];
