// A transaction in its block and its result in the next header: what proves them, and each thing that does not.
import { describe, expect, it } from 'vitest';
import type { ExecutionProof, MadeProof, RecordProof, VerifiedHeader } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import type { TransactionResult } from '../../../src/chain/cometbft/hash.ts';
import { encodeResult, transactionHash } from '../../../src/chain/cometbft/hash.ts';
import {
  checkExecution,
  checkTransaction,
  proveExecution,
  proveTransaction,
  type ResultProof,
  readTransactionReply,
  type TransactionProof,
} from '../../../src/chain/cometbft/inclusion.ts';
import { encodeResultBytes, records } from '../../../src/chain/cometbft/records.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { toBase64, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { leafHash, nodeHash, rootOfPath } from '../../../src/proof/rfc6962.ts';
import { makeChain } from '../../support/make-chain.ts';
import { flipped, refusal, refusalOf } from '../../support/mutate.ts';
import { trust } from '../../support/mutate-block.ts';

const count = (height: bigint) => (height === 3n ? 7 : height === 4n ? 1 : height === 5n ? 0 : 2);
const chain = makeChain({
  length: 6,
  validators: 4,
  transactions: (height) => Array.from({ length: count(height) }, (_, i) => toUtf8(`tx/${height}/${i}`)),
  results: (height, index): TransactionResult => ({
    code: index === 1 ? 5 : 0,
    data: toUtf8(`r${height}`),
    gasWanted: 10n,
    gasUsed: BigInt(index),
  }),
});
const { profile } = chain;
const header = (height: number) => chain.block(height).header;
const verified = (height: number): VerifiedHeader => cometbft.headerOf(trust(chain.block(height)));
const data = (height: number) => chain.data.get(BigInt(height))!;
const txProof = (height: number, index: number) => proveTransaction(data(height).transactions, index);
const runProof = (height: number, index: number) => proveExecution(data(height).results, index);

describe('a transaction', () => {
  it('is proven at every index of its block, and in no other block', () => {
    for (const height of [1, 2, 3, 4, 6])
      for (let index = 0; index < count(BigInt(height)); index++) {
        const proven = checkTransaction(profile, header(height), txProof(height, index));
        expect(toHex(proven.root)).toBe(toHex(header(height).dataHash));
        for (const other of [1, 2, 3, 4, 5, 6])
          if (other !== height)
            expect(refusal(() => checkTransaction(profile, header(other), txProof(height, index)))).toBe(
              'cometbft/transaction-not-in-block',
            );
      }
  });

  const proof = txProof(3, 2);
  it.each([
    ['another transaction', { ...proof, transaction: toUtf8('tx/3/3') }, 'cometbft/transaction-not-in-block'],
    ['one bit of it', { ...proof, transaction: flipped(proof.transaction) }, 'cometbft/transaction-not-in-block'],
    [
      'its hash instead of it',
      { ...proof, transaction: transactionHash(proof.transaction) },
      'cometbft/transaction-not-in-block',
    ],
    ['an empty transaction', { ...proof, transaction: new Uint8Array(0) }, 'cometbft/transaction-not-in-block'],
    ['another index', { ...proof, path: { ...proof.path, index: 3n } }, 'cometbft/transaction-not-in-block'],
    ['an index that is not in the tree', { ...proof, path: { ...proof.path, index: 7n } }, 'proof/index-out-of-range'],
    ['the index one turn further', { ...proof, path: { ...proof.path, index: 10n } }, 'proof/index-out-of-range'],
    ['another total with another depth', { ...proof, path: { ...proof.path, total: 9n } }, 'proof/sibling-count'],
    ['total 0', { ...proof, path: { ...proof.path, total: 0n } }, 'proof/index-out-of-range'],
    [
      'a sibling changed',
      { ...proof, path: { ...proof.path, siblings: proof.path.siblings.with(1, new Uint8Array(32)) } },
      'cometbft/transaction-not-in-block',
    ],
    [
      'siblings in another order',
      { ...proof, path: { ...proof.path, siblings: [...proof.path.siblings].reverse() } },
      'cometbft/transaction-not-in-block',
    ],
    [
      'a sibling less',
      { ...proof, path: { ...proof.path, siblings: proof.path.siblings.slice(1) } },
      'proof/sibling-count',
    ],
    [
      'a sibling more',
      { ...proof, path: { ...proof.path, siblings: [...proof.path.siblings, new Uint8Array(32)] } },
      'proof/sibling-count',
    ],
    [
      'a short sibling',
      { ...proof, path: { ...proof.path, siblings: proof.path.siblings.with(0, new Uint8Array(31)) } },
      'proof/sibling-length',
    ],
  ] as const)('is refused with %s', (_, changed, expected) => {
    expect(refusal(() => checkTransaction(profile, header(3), changed as TransactionProof))).toBe(expected);
  });

  it('is not an inner node of the tree', () => {
    const [a, b] = [0, 1].map((i) => leafHash(transactionHash(data(3).transactions[i]!)));
    const inner = Uint8Array.from([...a!, ...b!]);
    const path = { index: 0n, total: 4n, siblings: txProof(3, 0).path.siblings.slice(1) };
    expect(nodeHash(a!, b!)).not.toEqual(leafHash(inner));
    expect(refusal(() => checkTransaction(profile, header(3), { transaction: inner, path }))).toBe(
      'cometbft/transaction-not-in-block',
    );
  });

  it('has no proof where data_hash is something else', () => {
    const other = { ...profile, dataHash: 'other' } as const;
    expect(refusal(() => checkTransaction(other, header(3), proof))).toBe('cometbft/data-hash-not-transactions');
  });

  it('is proven by data_hash alone: its root in any other field is worth nothing', () => {
    const fields = [
      'lastResultsHash',
      'evidenceHash',
      'lastCommitHash',
      'validatorsHash',
      'consensusHash',
      'appHash',
    ] as const;
    for (const field of fields) {
      const moved = { ...header(3), dataHash: new Uint8Array(32), [field]: header(3).dataHash };
      expect(refusal(() => checkTransaction(profile, moved, proof))).toBe('cometbft/transaction-not-in-block');
    }
    const results = { ...header(4), lastResultsHash: header(4).dataHash, dataHash: header(4).lastResultsHash };
    expect(refusal(() => checkExecution(results, runProof(3, 2), txProof(3, 2).path))).toBe(
      'cometbft/result-not-in-next-header',
    );
  });
});

describe('its result', () => {
  it('is proven through the next header, and through no other', () => {
    for (let index = 0; index < 7; index++) {
      const { path } = txProof(3, index);
      expect(refusal(() => checkExecution(header(4), runProof(3, index), path))).toBe('accepted');
      for (const other of [2, 3, 5, 6])
        expect(refusal(() => checkExecution(header(other), runProof(3, index), path))).toBe(
          'cometbft/result-not-in-next-header',
        );
    }
  });

  it('belongs to the same place: no other transaction’s result is taken', () => {
    for (let of = 0; of < 7; of++)
      for (let index = 0; index < 7; index++)
        expect(refusal(() => checkExecution(header(4), runProof(3, index), txProof(3, of).path))).toBe(
          of === index ? 'accepted' : 'cometbft/result-of-other-transaction',
        );
  });

  it('cannot be moved by another total, nor by a matching lie in both paths', () => {
    const result = runProof(3, 1);
    const path = { ...txProof(3, 2).path };
    expect(
      refusal(() => checkExecution(header(4), { ...result, path: { ...result.path, total: 8n } }, txProof(3, 1).path)),
    ).toBe('cometbft/result-of-other-transaction');
    const lie: ResultProof = { ...result, path: { ...result.path, index: 2n } };
    expect(refusal(() => checkExecution(header(4), lie, path))).toBe('cometbft/result-not-in-next-header');
  });

  it('stays with its transaction though an RFC 6962 root does not fix the size of the tree', () => {
    // Leaf 2 of 3 walks as leaf 1 of 2 does; both paths lie alike, and still meet only the transaction's own result.
    const three = makeChain({
      length: 2,
      validators: 1,
      transactions: () => [0, 1, 2].map((i) => Uint8Array.of(i)),
      results: (_, i) => ({ code: i, data: new Uint8Array(0), gasWanted: 0n, gasUsed: 0n }),
    });
    const { transactions, results } = three.data.get(1n)!;
    const short = { index: 1n, total: 2n };
    const tx = proveTransaction(transactions, 2);
    const claimed = { ...tx, path: { ...tx.path, ...short } };
    expect(refusal(() => checkTransaction(three.profile, three.block(1).header, claimed))).toBe('accepted');
    for (let index = 0; index < 3; index++) {
      const result = proveExecution(results, index);
      const lie = { ...result, path: { ...result.path, ...short } };
      const code = refusal(() => checkExecution(three.block(2).header, lie, claimed.path));
      expect(code).toBe(index === 2 ? 'accepted' : index === 1 ? 'proof/sibling-count' : 'proof/sibling-count');
    }
  });

  it.each(['code', 'data', 'gasWanted', 'gasUsed'] as const)('is refused with another %s', (field) => {
    const { result, path } = runProof(3, 2);
    const other = { code: 1, data: toUtf8('x'), gasWanted: 11n, gasUsed: 99n };
    const changed = { path, result: { ...result, [field]: other[field] } };
    expect(refusal(() => checkExecution(header(4), changed, txProof(3, 2).path))).toBe(
      'cometbft/result-not-in-next-header',
    );
  });

  it('of nothing but zeros is an empty leaf', () => {
    expect(encodeResult({ code: 0, data: new Uint8Array(0), gasWanted: 0n, gasUsed: 0n })).toEqual(new Uint8Array(0));
  });
});

describe('records of the family', () => {
  const blockData = { transactions: data(3).transactions, results: data(3).results.map(encodeResultBytes) };
  /** The one proof that there is of a transaction, with that of its result. */
  function prove(index: number, of = blockData): MadeProof {
    const [only, ...more] = records.prove(profile, 3n, of, index);
    expect(more).toEqual([]);
    return only!;
  }
  const made = prove(2);
  const check = (height: number) => runRule(records.checkProof(profile, verified(height), made.record), localVerifier);

  it('are made from a block’s data, and say whether they succeeded', async () => {
    const proven = await check(3);
    expect(proven).toMatchObject({ index: 2n, total: 7n, rootName: 'data_hash', content: data(3).transactions[2] });
    expect(toHex(proven.recordHash)).toBe(toHex(transactionHash(data(3).transactions[2]!)));
    expect(records.checkExecution(profile, verified(4), made.execution!, made.record)).toMatchObject({
      succeeded: true,
      code: 0n,
    });
    const failed = prove(1);
    expect(records.checkExecution(profile, verified(4), failed.execution!, failed.record)).toMatchObject({
      succeeded: false,
      code: 5n,
    });
  });

  it('show their path level by level: what stands beside it, and the node above, up to the root', async () => {
    const { tree, steps, leaf, root } = await check(3);
    expect(tree).toBe('rfc6962');
    expect(steps.length).toBe(3);
    let node = leaf;
    for (const { left, right, node: above } of steps) {
      expect(left.length + right.length).toBe(1);
      node = left[0] ? nodeHash(left[0], node) : nodeHash(node, right[0]!);
      expect(toHex(node)).toBe(toHex(above));
    }
    expect(toHex(node)).toBe(toHex(root));
  });

  it('are called by what the chain calls them, without any header', () => {
    expect(toHex(records.recordHash(profile, made.record))).toBe(toHex(transactionHash(data(3).transactions[2]!)));
  });

  it('have no execution where results are missing', () => {
    expect(prove(2, { ...blockData, results: [] }).execution).toBeUndefined();
  });

  it('are refused for a header of another height', async () => {
    expect(await refusalOf(check(4))).toBe('cometbft/proof-for-other-height');
  });

  const text = JSON.stringify({
    record: records.proofToJson(made.record),
    execution: records.executionToJson(made.execution!),
  });
  const read = (json: string): { record: RecordProof; execution: ExecutionProof } => {
    const reader = Reader.of(parseJson(json));
    return {
      record: records.readProof(profile, reader.reader('record')),
      execution: records.readExecution(profile, reader.reader('execution')),
    };
  };

  it('come back from their JSON', () => {
    expect(read(text)).toEqual({ record: made.record, execution: made.execution });
  });

  it.each([
    ['height 0', '"height":"3"', '"height":"0"', 'json/integer-range'],
    ['height 2^63', '"height":"3"', '"height":"9223372036854775808"', 'json/integer-range'],
    ['an unknown member', '"height":', '"hight":1,"height":', 'json/unknown-member'],
    ['an unknown member of the path', '"total":', '"leaf":1,"total":', 'json/unknown-member'],
    ['an unknown member of the result', '"code":', '"log":"","code":', 'json/unknown-member'],
    ['a negative index', '"index":"2"', '"index":"-2"', 'accepted'],
    ['a code of 33 bits', '"code":0', '"code":4294967296', 'json/integer-range'],
    ['a negative code', '"code":0', '"code":-1', 'json/integer-range'],
  ])('are read strictly: %s', (_, from, to, expected) => {
    expect(text).toContain(from);
    expect(refusal(() => read(text.replace(from, to)))).toBe(expected);
  });
});

describe('the reply to /tx', () => {
  const proof = txProof(3, 2);
  const hash = transactionHash(proof.transaction);
  const leaf = leafHash(hash);
  const reply = {
    hash: toHex(hash).toUpperCase(),
    height: '3',
    index: 2,
    tx: toBase64(proof.transaction),
    proof: {
      root_hash: toHex(rootOfPath(leaf, proof.path)).toUpperCase(),
      data: toBase64(proof.transaction),
      proof: { total: '7', index: '2', leaf_hash: toBase64(leaf), aunts: proof.path.siblings.map(toBase64) },
    },
  };
  type Reply = typeof reply;
  const code = (changed: unknown, asked = hash) => {
    try {
      readTransactionReply(Reader.of(parseJson(JSON.stringify(changed))), asked);
      return 'accepted';
    } catch (error) {
      const { code: found, values } = error as { code: string; values: { member?: string } };
      return values.member ? `${found} ${values.member}` : found;
    }
  };
  const within = (changes: Partial<Reply['proof']>): Reply => ({ ...reply, proof: { ...reply.proof, ...changes } });
  const inside = (changes: object): Reply => within({ proof: { ...reply.proof.proof, ...changes } });

  it('is read whole', () => {
    const read = readTransactionReply(Reader.of(parseJson(JSON.stringify(reply))), hash);
    expect(read).toEqual({ height: 3n, proof });
  });

  const other = toUtf8('something else');
  it.each([
    ['the asked hash', reply, 'cometbft/tx-reply tx', new Uint8Array(32)],
    ['tx', { ...reply, tx: toBase64(other) }, 'cometbft/tx-reply tx', hash],
    ['hash', { ...reply, hash: '00'.repeat(32) }, 'cometbft/tx-reply hash', hash],
    ['hash missing', { ...reply, hash: undefined }, 'cometbft/tx-reply hash', hash],
    ['proof.data', within({ data: toBase64(other) }), 'cometbft/tx-reply proof.data', hash],
    ['proof.root_hash', within({ root_hash: '00'.repeat(32) }), 'cometbft/tx-reply proof.root_hash', hash],
    ['proof.leaf_hash', inside({ leaf_hash: toBase64(new Uint8Array(32)) }), 'cometbft/tx-reply proof.leaf_hash', hash],
    ['index', { ...reply, index: 3 }, 'cometbft/tx-reply index', hash],
    ['index missing', { ...reply, index: undefined }, 'cometbft/tx-reply index', hash],
    ['proof.proof.index', inside({ index: '3' }), 'cometbft/tx-reply proof.root_hash', hash],
    ['proof.proof.index out of range', inside({ index: '7' }), 'proof/index-out-of-range', hash],
    ['proof.proof.total', inside({ total: '3' }), 'proof/sibling-count', hash],
    [
      'a sibling',
      inside({ aunts: reply.proof.proof.aunts.with(0, toBase64(new Uint8Array(32))) }),
      'cometbft/tx-reply proof.root_hash',
      hash,
    ],
    ['a sibling less', inside({ aunts: reply.proof.proof.aunts.slice(1) }), 'proof/sibling-count', hash],
    ['no proof', { ...reply, proof: undefined }, 'json/expected-object', hash],
    ['no height', { ...reply, height: undefined }, 'json/expected-integer', hash],
    ['base64url', { ...reply, tx: '__8=' }, 'codec/base64', hash],
  ] as const)('is refused with another %s', (_, changed, expected, asked) => {
    expect(code(changed, asked)).toBe(expected);
  });
});
