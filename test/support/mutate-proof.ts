// Whether a changed proof file that was accepted says the truth: everything that a green verdict rests on is written out and
// compared with the chain that the file was made of. What is not checked is not compared: entries of a commit behind the
// threshold, proposer priorities, order and spelling of JSON, and the size of the tree (an RFC 6962 root fixes a leaf's
// path, not how many leaves there are).

import { frameLeaves, headerFromLeaves } from '../../src/chain/cometbft/compact.ts';
import { encodeCommitSig, headerHash } from '../../src/chain/cometbft/hash.ts';
import type { CometLightBlock, Header } from '../../src/chain/cometbft/model.ts';
import { records } from '../../src/chain/cometbft/records.ts';
import { tallyOwnSet } from '../../src/chain/cometbft/tally.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { type InclusionPath, siblingSides } from '../../src/proof/rfc6962.ts';
import type { ProofFile } from '../../src/record/proof-file.ts';
import type { Verdict } from '../../src/record/verdict.ts';
import type { MadeChain } from './make-chain.ts';

interface Parts {
  readonly proof: { readonly transaction: Uint8Array; readonly path: InclusionPath };
}

const steps = ({ index, total, siblings }: InclusionPath): string =>
  siblingSides(index, total)
    .map((side, i) => `${side} ${toHex(siblings[i]!)}`)
    .join(' ');

function recordText(proof: ProofFile): string {
  const { transaction, path } = (proof.record as unknown as Parts).proof;
  return `record ${proof.record.height} ${toHex(transaction)} ${steps(path)}`;
}

function executionText({ execution }: ProofFile): string {
  const { result, path } = execution as unknown as { result: object; path: InclusionPath };
  const { result: fields } = records.executionToJson(execution!) as { result: object };
  return `execution ${JSON.stringify(fields)} ${Object.keys(result).length} ${steps(path)}`;
}

const headerText = (header: Header): string => `header ${header.height} ${toHex(headerHash(header))}`;

/** Header, block id and the signatures that the two-thirds rule counted, each with its time. */
function blockText(block: CometLightBlock): string {
  const { commit, validators, nextValidators } = block;
  const counted = tallyOwnSet(block).votes.map(({ index }) => toHex(encodeCommitSig(commit.signatures[index]!)));
  const { hash, partsTotal, partsHash } = commit.blockId;
  const id = `${commit.height} ${commit.round} ${toHex(hash)} ${partsTotal} ${toHex(partsHash)}`;
  const next =
    nextValidators && toHex(nextValidators.hash) !== toHex(block.header.nextValidatorsHash) ? 'false next set' : '';
  return [headerText(block.header), id, toHex(validators.hash), ...counted, next].join(' ');
}

function* headersOf(proof: ProofFile): Generator<Header> {
  for (const frame of proof.ancestors) for (const leaves of frameLeaves(frame)) yield headerFromLeaves(leaves);
}

/** Says what is false in an accepted file; empty where all of it is true. */
export class Truth {
  readonly #blocks: ReadonlySet<string>;
  readonly #headers: ReadonlySet<string>;

  constructor(
    private readonly chain: MadeChain,
    private readonly proof: ProofFile,
    private readonly digest: string,
    twins: readonly MadeChain[],
  ) {
    const hashes = new Set(chain.blocks.map(({ hash }) => toHex(hash)));
    // The same members may have signed the very same header in another round: such a commit is as true.
    const signed = [chain, ...twins].flatMap(({ blocks }) => blocks.filter(({ hash }) => hashes.has(toHex(hash))));
    this.#blocks = new Set(signed.map(blockText));
    this.#headers = new Set(chain.blocks.map(({ header }) => headerText(header)));
  }

  lies(proof: ProofFile, verdict: Verdict): string[] {
    return [...this.#liesOfFile(proof, verdict.code), ...this.#liesOfVerdict(verdict)];
  }

  #liesOfFile(proof: ProofFile, code: string): string[] {
    const lies: string[] = [];
    const claim = (holds: boolean, what: string) => {
      if (!holds) lies.push(what);
    };
    claim(proof.chainId === this.proof.chainId && proof.family === this.proof.family, 'chain');
    claim(recordText(proof) === recordText(this.proof), 'record');
    if (/-consistent$/.test(code))
      claim(proof.execution !== undefined && executionText(proof) === executionText(this.proof), 'execution');
    for (const block of proof.lightBlocks)
      claim(this.#blocks.has(blockText(block as CometLightBlock)), `light block ${block.height}`);
    for (const header of headersOf(proof)) claim(this.#headers.has(headerText(header)), `ancestor ${header.height}`);
    return lies;
  }

  /** The verdict itself, against the chain: what a page would show. */
  #liesOfVerdict({ chain, record, recordBlock, asOf, digests, trust, code, checks }: Verdict): string[] {
    const lies: string[] = [];
    const isBlock = (point?: { height: bigint; hash: string }) =>
      point !== undefined &&
      toHex(this.chain.blocks[Number(point.height) - 1]?.hash ?? new Uint8Array(0)) === point.hash;
    if (chain?.id !== this.chain.profile.chainId) lies.push('verdict: chain');
    if (!isBlock(recordBlock) || recordBlock!.height !== this.proof.record.height) lies.push('verdict: block');
    if (!isBlock(asOf) || !trust?.stops.every(isBlock)) lies.push('verdict: stops');
    if (record?.digest !== this.digest || (digests && digests.document !== this.digest)) lies.push('verdict: digest');
    if (!/^verdict\/(document|record)-(consistent|included)$/.test(code)) lies.push('verdict: code');
    if (checks.some(({ state }) => state === 'fail')) lies.push('verdict: a check failed');
    return lies;
  }
}
