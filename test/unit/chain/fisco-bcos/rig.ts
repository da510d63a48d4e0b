// What tests of records share: rules as packs say them, and what the family says of a record and of what became of it.
import type { ProvenExecution, ProvenInclusion } from '../../../../src/chain/chain.ts';
import type { AbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { readAbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock, ReceiptProof } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import type { FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { runRule } from '../../../../src/chain/run-rule.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { fromNanos, type Time, toNanos } from '../../../../src/codec/time.ts';
import { RECORD_CALL, RECORD_CONTRACT, RECORD_EVENT } from '../../../support/make-fisco-calls.ts';
import { refusal, refusalOf } from '../../../support/mutate.ts';
import { readerOf, rememberingVerifier, trust } from '../../../support/mutate-fisco.ts';

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
