// Generates the demo's two chains of FISCO BCOS 3.6.0, with national and with international cryptography, out of fixed seeds:
// seven sealers, a weight that changes, a sealer that comes and one that goes, the records of the sample documents among other
// records, and some blocks with so many transactions that their trees have depth. No node ran; the keys are throwaway keys.
import { encodeBlockData } from '../../src/chain/fisco-bcos/records.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { parseTime, toNanos } from '../../src/codec/time.ts';
import { hash } from '../../src/core/hashing.ts';
import { type FiscoChain, fiscoProfileJson, makeFisco, type SealerChange } from '../../test/support/make-fisco.ts';
import { type Call, inputOf, logOf } from '../../test/support/make-fisco-calls.ts';
import { documentBytes, FISCO_DOCUMENTS } from './fisco-documents.ts';
import type { Recording } from './recording.ts';

export interface FiscoDemo {
  readonly id: string;
  readonly version: string;
  readonly profile: object;
  readonly records: object;
  readonly names: ReadonlyMap<string, string>;
  readonly recording: Recording;
}

interface Plan {
  readonly id: string;
  readonly cryptography: 'national' | 'international';
  readonly algorithm: 'sm3' | 'sha256';
  /** The block in which the weight changes, and that in which sealers change. */
  readonly weightChange: bigint;
  readonly sealerChange: bigint;
  /** Every second document is recorded by an event: the first one or the second one. */
  readonly firstIsEvent: boolean;
  /** First block with a document; the next one comes `DOCUMENT_EVERY` blocks later. */
  readonly firstDocument: bigint;
}

const VERSION = '3.6.0';
const LENGTH = 240n;
const SEALERS = 7;
/** By number; the eighth comes later. */
const NAMES = ['法院', '税务', '电网', '公证', '审计', '电信', '运营', '仲裁'];
const FIRST_BLOCK_MS = toNanos(parseTime('2026-11-13T00:00:00Z')) / 1_000_000n;
const HOUR_MS = 3_600_000n;
const DOCUMENT_EVERY = 34n;
/** Every so many blocks one is crowded. */
const CROWDED_EVERY = 68n;
const CROWD = 20;

/** Keeps digests in its input alone. */
const INPUT_CONTRACT = contractNamed('evidence');
const INPUT_ABI = 'record(string id, bytes32 digest)';
/** Says digests in an event; its call has other arguments. */
const EVENT_CONTRACT = contractNamed('registry');
const CALL_ABI = 'confirm(string id, bytes32 digest, uint8 step)';
const EVENT_ABI = 'Recorded(string id, bytes32 digest)';

function contractNamed(name: string): Uint8Array {
  return hash('sha256', toUtf8(`demo contract ${name}`)).slice(0, 20);
}

function recordsJson({ algorithm }: Plan): object {
  const source = (from: string, contract: Uint8Array, abi: string) => {
    return { from, contract: `0x${toHex(contract)}`, abi, id: 'id', digest: 'digest', algorithm };
  };
  const input = source('input', INPUT_CONTRACT, INPUT_ABI);
  return { kind: 'abi', sources: [input, source('event', EVENT_CONTRACT, EVENT_ABI)] };
}

function inputRecord({ profile }: FiscoChain, id: string, digest: Uint8Array, sender: number): Call {
  return { to: INPUT_CONTRACT, input: inputOf(profile, INPUT_ABI, [id, digest]), sender };
}

function eventRecord({ profile }: FiscoChain, id: string, digest: Uint8Array, sender: number): Call {
  const input = inputOf(profile, CALL_ABI, [id, digest, 1n]);
  return { to: EVENT_CONTRACT, input, logs: [logOf(profile, EVENT_CONTRACT, EVENT_ABI, [id, digest])], sender };
}

/** Records of documents that nobody has here, and now and then a call that failed. */
function otherCall(chain: FiscoChain, plan: Plan, number: bigint, index: number): Call {
  const digest = hash(plan.algorithm, toUtf8(`other document ${plan.id}/${number}/${index}`));
  const id = `${['court', 'tax', 'energy'][index % 3]}-${1000n + number}-${index}`;
  const sender = digest[0]! % 5;
  if (digest[1]! < 16) return { ...inputRecord(chain, id, digest, sender), status: 16n };
  return digest[1]! < 64 ? eventRecord(chain, id, digest, sender) : inputRecord(chain, id, digest, sender);
}

/** How many other calls a block holds: none in most, a crowd in a few. */
function countAt(number: bigint): number {
  if (number % CROWDED_EVERY === 0n) return CROWD;
  return number % 5n === 1n ? 1 : 0;
}

/** The record of a sample document, where the block is to hold one. */
function documentCall(chain: FiscoChain, plan: Plan, number: bigint): Call | undefined {
  const place = number - plan.firstDocument;
  const index = place % DOCUMENT_EVERY === 0n ? Number(place / DOCUMENT_EVERY) : -1;
  const document = FISCO_DOCUMENTS[index];
  if (document === undefined) return undefined;
  const digest = hash(plan.algorithm, documentBytes(document));
  const make = (index % 2 === 0) === plan.firstIsEvent ? eventRecord : inputRecord;
  return make(chain, document.id, digest, index % 5);
}

/** A document's record stands in the midst of the others. */
function callsAt(chain: FiscoChain, plan: Plan, number: bigint): Call[] {
  const calls = Array.from({ length: countAt(number) }, (_, index) => otherCall(chain, plan, number, index));
  const document = documentCall(chain, plan, number);
  return document ? calls.toSpliced(Math.floor(calls.length / 2), 0, document) : calls;
}

function changesAt({ weightChange, sealerChange }: Plan, number: bigint): SealerChange[] {
  if (number === weightChange) return [{ method: 'setWeight', node: 2, weight: 3n }];
  if (number !== sealerChange) return [];
  return [
    { method: 'addSealer', node: SEALERS },
    { method: 'remove', node: 3 },
  ];
}

/** About an hour after the block before, and never twice the same. */
function timestampOf({ id }: Plan, number: bigint): bigint {
  const [a, b, c] = hash('sha256', toUtf8(`time ${id}/${number}`));
  return FIRST_BLOCK_MS + HOUR_MS * (number - 1n) + BigInt(a! * 65_536 + b! * 256 + c!) / 6n;
}

function generate(plan: Plan): FiscoDemo {
  const { id, cryptography } = plan;
  const chain = makeFisco({ cryptography, sealers: SEALERS, chainId: id, seed: id, version: VERSION, sign: 'quorum' });
  for (let number = 1n; number <= LENGTH; number++)
    chain.add({
      calls: callsAt(chain, plan, number),
      changes: changesAt(plan, number),
      timestamp: timestampOf(plan, number),
    });
  const names = new Map(NAMES.map((name, number) => [toHex(chain.nodeId(number)), name]));
  const profile = fiscoProfileJson(chain.profile);
  return { id, version: VERSION, profile, records: recordsJson(plan), names, recording: recordingOf(chain) };
}

/** Blocks without transactions are left out of the data, as archives have it. */
function recordingOf({ blocks, data }: FiscoChain): Recording {
  const full = [...data].filter(([, { transactions }]) => transactions.length > 0);
  const encoded = full.map(([number, block]) => [number, encodeBlockData(block.transactions, block.receipts)] as const);
  return { blocks, data: new Map(encoded) };
}

export function fiscoSm(): FiscoDemo {
  return generate({
    id: 'fisco-sm',
    cryptography: 'national',
    algorithm: 'sm3',
    weightChange: 60n,
    sealerChange: 150n,
    firstIsEvent: false,
    firstDocument: 34n,
  });
}

export function fiscoEcdsa(): FiscoDemo {
  return generate({
    id: 'fisco-ecdsa',
    cryptography: 'international',
    algorithm: 'sha256',
    weightChange: 140n,
    sealerChange: 190n,
    firstIsEvent: true,
    firstDocument: 34n,
  });
}
