// All formats in the order in which they are asked; the first that knows a file has it.
import type { DataFile } from '../file-tree.ts';
import { type Format, skipped } from '../format.ts';
import { attacks } from './attacks.ts';
import { bisectionForks } from './bisection-forks.ts';
import { documentFile, documentIndex } from './documents.ts';
import { ed25519 } from './ed25519.ts';
import { fisco2Sdk } from './fisco2-sdk.ts';
import { fisco2Headers, fisco2Proof, fisco2Receipt, fisco2Transactions } from './fisco2-vectors.ts';
import { fisco3Chain, fisco3Negatives, fisco3ReleaseCandidate } from './fisco3-headers.ts';
import { fisco3Sdk } from './fisco3-sdk.ts';
import { fisco3Tars, fisco3Transactions } from './fisco3-transactions.ts';
import { golden } from './golden.ts';
import { validatorEvents, validatorKeys } from './irita-notes.ts';
import { commitSignatures, transactionSignatures } from './irita-signatures.ts';
import { lightClientCases } from './light-client-cases.ts';
import { lightblocks } from './lightblocks.ts';
import { merkle } from './merkle.ts';
import { modelBased } from './model-based.ts';
import { oracle } from './oracle.ts';
import { besideSignedBlock, extendedHeaders, signedBlock, tibcHeaders } from './real-chain.ts';
import { httpGet, rawPost, recordedCalls, webSocket } from './recorded.ts';
import { incoming, outgoing } from './rpc-fixtures.ts';
import { rpcRecording } from './rpc-recording.ts';
import { sm2Cross, sm3Cross } from './sm-cross.ts';
import { sm2Cases } from './sm2-cases.ts';
import { sm2Irita } from './sm2-irita.ts';
import { sm2Standard } from './sm2-standard.ts';
import { sm3 } from './sm3.ts';
import { verification } from './verification.ts';
import { x509Sm2 } from './x509-sm2.ts';

const OTHER_FAMILIES = ['evm', 'fabric', 'chainmaker', 'ibc'];

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
  skipped('ICS-23 proofs are not implemented yet', isNamed(/^(proofs|proof-oracle)\.jsonl(\.gz)?$/)),
  skipped('what a contract holds is proven by ICS-23, which is not implemented yet', isNamed(/^evm\.json$/)),
  skipped('the commands behind the transactions; nothing verifies them', isNamed(/^txlog\.jsonl(\.gz)?$/)),
  skipped('IBC commitments are not implemented yet', isNamed(/^ibc_commitments\.json$/)),
  skipped('NFT store keys are not implemented yet', isNamed(/^nft_store_keys\.json$/)),
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
  rpcRecording,
  commitSignatures,
  transactionSignatures,
  validatorEvents,
  validatorKeys,
  sm2Irita,
  sm2Cases,
  sm2Standard,
  sm2Cross,
  sm3,
  sm3Cross,
  x509Sm2,
  fisco2Headers,
  fisco2Transactions,
  fisco2Proof,
  fisco2Receipt,
  fisco2Sdk,
  fisco3Chain,
  fisco3Negatives,
  fisco3ReleaseCandidate,
  fisco3Transactions,
  fisco3Tars,
  fisco3Sdk,
];
