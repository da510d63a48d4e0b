// Runs many changed proof files of a FISCO BCOS chain, each with its document, through the whole way from dropped files to a
// verdict, and holds everything that an accepted one says against the chain that the file was made of. Not compared is what
// nothing hangs on: order and spelling of JSON, which of the true signatures stand there, which form a path has, proofs of
// changes where the list stays.

import { rowsOf } from '../../src/chain/fisco-bcos/compact.ts';
import { addressOf, receiptHash, signingHash, transactionHash } from '../../src/chain/fisco-bcos/hash.ts';
import { headerToJson, lightBlockToJson } from '../../src/chain/fisco-bcos/json.ts';
import { walkPath } from '../../src/chain/fisco-bcos/merkle.ts';
import type {
  FiscoLightBlock,
  FiscoPath,
  FiscoReceipt,
  FiscoTransaction,
  ProvenCall,
} from '../../src/chain/fisco-bcos/model.ts';
import { headerFromPieces } from '../../src/chain/fisco-bcos/pieces.ts';
import { hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { receiptToJson } from '../../src/chain/fisco-bcos/receipt.ts';
import { type FiscoRecord, records } from '../../src/chain/fisco-bcos/records.ts';
import { sameSealers } from '../../src/chain/fisco-bcos/sealers.ts';
import {
  nationalClaim,
  recoverableSignature,
  targetOf,
  transactionToJson,
} from '../../src/chain/fisco-bcos/transaction.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { recoverPublicKey } from '../../src/crypto/secp256k1.ts';
import type { ProofFile } from '../../src/record/proof-file.ts';
import type { Verdict } from '../../src/record/verdict.ts';
import { itemOf } from './make-chain-proof.ts';
import type { FiscoChain } from './make-fisco.ts';
import { DOCUMENT } from './make-fisco-example.ts';
import { RememberingVerifier } from './mutate-fisco.ts';
import { algorithmOf, fiscoTrust, verifyFiscoItems } from './mutate-fisco-proof.ts';

const text = (value: unknown): string => JSON.stringify(value);

/** Without the signature, which in 3.x no root covers. */
function transactionText(transaction: FiscoTransaction): string {
  const { signature, ...fields } = transactionToJson(transaction) as { signature: unknown };
  return text(transaction.generation === 3 ? fields : { ...fields, signature });
}

interface Place {
  readonly height: bigint;
  readonly index: number;
  readonly transaction: FiscoTransaction;
  readonly receipt: FiscoReceipt;
}

type Claim = (holds: boolean, what: string) => void;

/** Says what is false in an accepted file; empty where all of it is true. */
export class FiscoTruth {
  readonly #places = new Map<string, Place>();
  readonly #rule;

  constructor(private readonly chain: FiscoChain) {
    this.#rule = fiscoTrust(chain).rule!;
    for (const [height, data] of chain.data)
      data.transactions.forEach((transaction, index) => {
        const id = toHex(transactionHash(chain.profile, transaction));
        this.#places.set(id, { height, index, transaction, receipt: data.receipts[index]! });
      });
  }

  lies(proof: ProofFile, verdict: Verdict): string[] {
    const lies: string[] = [];
    const claim: Claim = (holds, what) => {
      if (!holds) lies.push(what);
    };
    const record = proof.record as FiscoRecord;
    const place = this.#places.get(toHex(records.recordHash(this.chain.profile, record)));
    claim(proof.chainId === this.chain.profile.chainId && proof.family === 'fisco-bcos', 'chain');
    claim(place !== undefined, 'transaction');
    if (place) {
      this.#record(proof, record, place, verdict, claim);
      this.#verdict(record, place, verdict, claim);
    }
    this.#blocks(proof, claim);
    return lies;
  }

  /** The address that a made chain saw sign; what else is named in 3.x is counted apart. */
  namesOtherSender({ record }: ProofFile, verdict: Verdict): boolean {
    const place = this.#places.get(toHex(records.recordHash(this.chain.profile, record)));
    const facts = verdict.checks.flatMap((check) => check.facts);
    const named = facts.find(({ name }) => name === 'fact/sender');
    return place !== undefined && named !== undefined && !text(named.value).includes(this.#senderOf(place.transaction));
  }

  #senderOf(transaction: FiscoTransaction): string {
    const { profile } = this.chain;
    const message = signingHash(profile, transaction);
    const signature = recoverableSignature(profile, transaction);
    const key = signature ? recoverPublicKey(message, signature) : nationalClaim(transaction, message)?.publicKey;
    return toHex(addressOf(profile, key!));
  }

  #record({ execution }: ProofFile, record: FiscoRecord, place: Place, { code }: Verdict, claim: Claim): void {
    const { height, transaction, receipt } = place;
    claim(record.height === height, 'height');
    claim(transactionText(record.transaction) === transactionText(transaction), 'transaction fields');
    claim(this.#standsAt(transactionHash(this.chain.profile, transaction), record.path, place), 'place');
    const result = record.kind === 'event' ? record.result : (execution as ProvenCall['result'] | undefined);
    if (record.kind === 'input' && !/-consistent$|digest-differs$/.test(code)) return;
    claim(text(result && receiptToJson(result.receipt)) === text(receiptToJson(receipt)), 'receipt');
    const leaf = receiptHash(this.chain.profile, receipt);
    if (result) claim(this.#standsAt(leaf, result.path, place), 'place of the receipt');
  }

  /** Equal receipts stand at each of their places. */
  #standsAt(leaf: Uint8Array, path: FiscoPath, { height, index }: Place): boolean {
    const { profile } = this.chain;
    const walked = walkPath(hashOf(profile), profile.generation, leaf, path);
    const either = walked.either ?? 0n;
    const { transactions } = this.chain.data.get(height)!;
    const isTotal = walked.total === undefined || walked.total === BigInt(transactions.length);
    return isTotal && (walked.index | either) === (BigInt(index) | either);
  }

  #verdict(record: FiscoRecord, { height, index, transaction, receipt }: Place, verdict: Verdict, claim: Claim): void {
    const { profile } = this.chain;
    const found = records.recordIn(profile, this.#rule, { ...record, transaction, result: { receipt } } as FiscoRecord);
    const own = toHex(hash(algorithmOf(this.chain), DOCUMENT));
    const isSame = own === (found && toHex(found.digest));
    claim(
      verdict.record?.id === found?.id && verdict.record?.digest === (found && toHex(found.digest)),
      'verdict: record',
    );
    claim(verdict.digests?.document === own, 'verdict: document');
    claim((verdict.outcome === 'consistent') === isSame, 'verdict: outcome');
    claim(verdict.chain?.id === profile.chainId, 'verdict: chain');
    claim(verdict.recordBlock?.height === height && this.#isBlock(verdict.recordBlock), 'verdict: block');
    claim(verdict.asOf !== undefined && this.#isBlock(verdict.asOf), 'verdict: top');
    claim(verdict.trust?.stops.every((stop) => this.#isBlock(stop)) === true, 'verdict: stops');
    claim(verdict.merkle?.index === BigInt(index), 'verdict: index');
    const facts = verdict.checks.find(({ id }) => id === 'in-block')!.facts;
    const contract = facts.find(({ name }) => name === 'fact/contract');
    claim(text(contract?.value ?? '').includes(toHex(targetOf(transaction))), 'verdict: contract');
    const failed = verdict.checks.filter(({ state }) => state === 'fail').map(({ id }) => id);
    claim(
      failed.every((id) => id === 'digest-equals-record' && !isSame),
      'verdict: a check failed',
    );
  }

  #isBlock({ height, hash: hex }: { readonly height: bigint; readonly hash: string }): boolean {
    return this.chain.blocks.some((block) => block.height === height && toHex(block.hash) === hex);
  }

  #blocks({ lightBlocks, ancestors }: ProofFile, claim: Claim): void {
    const { generation } = this.chain.profile;
    let before: FiscoLightBlock | undefined;
    for (const block of lightBlocks as readonly FiscoLightBlock[]) {
      claim(this.#isTrueBlock(block, before), `light block ${block.height}`);
      before = block;
    }
    for (const frame of ancestors) {
      let height = frame.from;
      for (const row of rowsOf(frame)) {
        const true_ = this.chain.blocks.find((block) => block.height === height);
        const header = headerToJson(headerFromPieces(generation, row));
        claim(true_ !== undefined && text(headerToJson(true_.header)) === text(header), `ancestor ${height++}`);
      }
    }
  }

  #isTrueBlock(block: FiscoLightBlock, before: FiscoLightBlock | undefined): boolean {
    const own = this.chain.blocks.find(({ height }) => height === block.height);
    if (!own || text(headerToJson(own.header)) !== text(headerToJson(block.header))) return false;
    const signatures = new Set((lightBlockToJson(own) as { signatureList: object[] }).signatureList.map(text));
    const areTrue = (lightBlockToJson(block) as { signatureList: object[] }).signatureList.every((entry) =>
      signatures.has(text(entry)),
    );
    const isChange = before !== undefined && !sameSealers(before.sealers, block.sealers);
    return areTrue && (!isChange || text(this.#callsOf(block)) === text(this.#callsOf(own)));
  }

  #callsOf({ setChange }: FiscoLightBlock): string[] {
    return (setChange ?? []).map(
      ({ transaction, result }) => transactionText(transaction) + text(receiptToJson(result.receipt)),
    );
  }
}

export interface FiscoTally {
  /** By outcome and code. */
  readonly outcomes: Map<string, number>;
  readonly falseAccepts: string[];
  readonly uncaught: string[];
  /** Accepted in 3.x, but with another address as the sender than the chain saw: no root covers the signature. */
  otherSender: number;
  count: number;
}

/** So many claims are remembered before they are forgotten, so that memory stays small. */
const REMEMBERED = 5000;
const SHOWN = 4000;

/** Each text is verified together with the true document. */
export async function runFisco(chain: FiscoChain, texts: Iterable<string | Uint8Array>): Promise<FiscoTally> {
  const truth = new FiscoTruth(chain);
  const tally: FiscoTally = { outcomes: new Map(), falseAccepts: [], uncaught: [], otherSender: 0, count: 0 };
  let verifier = new RememberingVerifier();
  for (const changed of texts) {
    if (++tally.count % REMEMBERED === 0) verifier = new RememberingVerifier();
    try {
      await runOne(chain, changed, truth, tally, verifier);
    } catch (error) {
      tally.uncaught.push(`${String(error)}: ${shown(changed)}`);
    }
  }
  return tally;
}

const shown = (changed: string | Uint8Array): string =>
  (typeof changed === 'string' ? changed : new TextDecoder('latin1').decode(changed)).slice(0, SHOWN);

async function runOne(
  chain: FiscoChain,
  changed: string | Uint8Array,
  truth: FiscoTruth,
  tally: FiscoTally,
  verifier: RememberingVerifier,
): Promise<void> {
  const kept = new Map<string, ProofFile>();
  const items = [itemOf(changed, 'bl-7.proof.json'), itemOf(DOCUMENT, 'bl-7.txt')];
  const keep = (id: string, proof: ProofFile) => kept.set(id, proof);
  for (const verdict of await verifyFiscoItems(chain, items, { verifier, keep })) {
    const key = `${verdict.outcome} ${verdict.code}`;
    tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1);
    if (verdict.code === 'internal/unexpected') tally.uncaught.push(`unexpected: ${shown(changed)}`);
    if (verdict.outcome === 'cannot-tell') continue;
    const proof = kept.get(verdict.id)!;
    const lies = truth.lies(proof, verdict);
    if (lies.length > 0) tally.falseAccepts.push(`${lies.join(', ')}: ${shown(changed)}`);
    if (truth.namesOtherSender(proof, verdict)) tally.otherSender++;
  }
}

/** How many of each outcome, most frequent first; codes of "cannot tell" that came less than `least` times are summed up. */
export function printFiscoTally(name: string, tally: FiscoTally, least = 50): void {
  const { outcomes, count, falseAccepts, uncaught, otherSender } = tally;
  const rows = [...outcomes].sort(([, a], [, b]) => b - a);
  const isShown = ([code, times]: readonly [string, number]) => times >= least || !code.startsWith('cannot-tell');
  const rest = rows.filter((row) => !isShown(row));
  const line = (times: number, what: string) => `${String(times).padStart(8)}  ${what}`;
  console.log(
    [
      `${name}: ${count} changed files, ${falseAccepts.length} false acceptances, ${uncaught.length} uncaught errors`,
      ...rows.filter(isShown).map(([code, times]) => line(times, code)),
      line(
        rest.reduce((sum, [, times]) => sum + times, 0),
        `${rest.length} rarer codes`,
      ),
      line(otherSender, 'accepted with another sender'),
    ].join('\n'),
  );
}
