// What tests of records share: rules as packs say them, and what the family says of a record and of what became of it.
import type { ProvenExecution, ProvenInclusion } from '../../../../src/chain/chain.ts';
import type { AbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { readAbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock, ReceiptProof } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import type { FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { encodeBlockData } from '../../../../src/chain/fisco-bcos/records.ts';
import { runRule } from '../../../../src/chain/run-rule.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { fromNanos, type Time, toNanos } from '../../../../src/codec/time.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { type FiscoChain, makeFisco } from '../../../support/make-fisco.ts';
import { RECORD_CALL, RECORD_CONTRACT, RECORD_EVENT, recordCall } from '../../../support/make-fisco-calls.ts';
import { DOCUMENT } from '../../../support/make-fisco-example.ts';
import { refusal, refusalOf } from '../../../support/mutate.ts';
import type { Kind } from '../../../support/mutate-fisco.ts';
import { readerOf, rememberingVerifier, trust } from '../../../support/mutate-fisco.ts';
import { doneCall, Held } from '../../../support/mutate-fisco-block.ts';

export const { records } = fiscoBcos;

export interface SourceJson {
  readonly from?: 'input' | 'event';
  readonly contract?: string;
  readonly abi?: string;
  readonly id?: string;
  readonly digest?: string;
  readonly algorithm?: 'sha256' | 'sm3';
  readonly output?: number;
}

/** A rule as a pack says it; what a source leaves out is that of the evidence contract. */
export function ruleOf(...sources: readonly SourceJson[]): AbiRule {
  const whole = sources.map(({ from = 'event', ...rest }) => ({
    from,
    abi: from === 'event' ? RECORD_EVENT : RECORD_CALL,
    contract: `0x${toHex(RECORD_CONTRACT)}`,
    id: 'id',
    digest: 'digest',
    algorithm: 'sha256',
    ...rest,
  }));
  return readAbiRule(readerOf({ kind: 'abi', sources: whole }));
}

const headerOf = (block: FiscoLightBlock) => fiscoBcos.headerOf(trust(block));

export function prove(
  profile: FiscoProfile,
  block: FiscoLightBlock,
  record: FiscoRecord,
  rule?: AbiRule,
): Promise<ProvenInclusion> {
  return runRule(records.checkProof(profile, headerOf(block), record, rule), rememberingVerifier);
}

/** `accepted`, or the code with which a record is refused. */
export function recordCode(
  profile: FiscoProfile,
  block: FiscoLightBlock,
  record: FiscoRecord,
  rule?: AbiRule,
): Promise<string> {
  return refusalOf(prove(profile, block, record, rule));
}

export function execution(
  profile: FiscoProfile,
  block: FiscoLightBlock,
  result: ReceiptProof,
  record: FiscoRecord,
): ProvenExecution {
  return records.checkExecution(profile, headerOf(block), result as object, record);
}

/** `succeeded`, `failed`, or the code with which a receipt is refused as that of the record. */
export function executionCode(...args: Parameters<typeof execution>): string {
  let found: ProvenExecution | undefined;
  const code = refusal(() => {
    found = execution(...args);
  });
  return found ? (found.succeeded ? 'succeeded' : 'failed') : code;
}

/** Digest, in hex, of the record that a rule finds. */
export function digestIn(profile: FiscoProfile, rule: AbiRule, record: FiscoRecord): string | undefined {
  const found = records.recordIn(profile, rule, record);
  return found && toHex(found.digest);
}

/** So much later; earlier where it is negative. */
export const plusNanos = (time: Time, nanos: bigint): Time => fromNanos(toNanos(time) + nanos);

/** Records as inputs and as events of the evidence contract, by the hash that chains of this kind record documents by. */
export function bothSources({ cryptography }: Pick<FiscoProfile, 'cryptography'>): AbiRule {
  const algorithm = cryptography === 'national' ? 'sm3' : 'sha256';
  return ruleOf({ algorithm }, { from: 'input', algorithm });
}

export interface Place {
  readonly number: bigint;
  readonly index: number;
}

/** What a rule finds in one transaction of a made chain. */
export function made(chain: FiscoChain, { number, index }: Place, rule = bothSources(chain.profile)) {
  const { transactions, receipts } = chain.data.get(number)!;
  return records.prove(chain.profile, number, encodeBlockData(transactions, receipts), index, rule);
}

/** A block with one call of the evidence contract; parts of the call may be others. */
export function small(kind: Kind, transaction: object = {}) {
  const chain = makeFisco(kind);
  chain.addEmpty(2);
  const call = recordCall(chain.profile, 'x', hash('sha256', DOCUMENT), { event: false });
  const held = new Held(chain, 2, [doneCall(chain, 2, 0, call, { transaction })]);
  return { chain, held, call, profile: chain.profile };
}
