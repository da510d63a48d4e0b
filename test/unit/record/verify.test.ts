// From dropped files to verdicts: each outcome with the check that decided it, and never green or red without cause.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { ProofFile } from '../../../src/record/proof-file.ts';
import { CHECK_IDS, type Verdict } from '../../../src/record/verdict.ts';
import type { LocalKnowledge } from '../../../src/record/verify.ts';
import { plus } from '../../support/make-chain.ts';
import {
  DOCUMENT,
  FAILED_INDEX,
  failedCheck,
  itemOf,
  makeProof,
  OTHER_DOCUMENT,
  printProof,
  recordChain,
  trustIn,
  type VerifyOptions,
  verifyAll,
  verifyOne,
} from '../../support/make-chain-proof.ts';
import { flipped, refusalOf } from '../../support/mutate.ts';
import { withParts } from '../../support/mutate-block.ts';

const chain = recordChain();
const PROOF = makeProof(chain);
const DIGEST = toHex(sha256(DOCUMENT));
const stateOf = (verdict: Verdict, id: string) => verdict.checks.find((check) => check.id === id)?.state;
const outcomeOf = (verdict: Verdict) => [verdict.outcome, verdict.code, failedCheck(verdict)];
/** Blocks 2 to 6 of another history from block 1 on. */
const fork = recordChain({ transactions: (height) => [toUtf8(`fork/${height}`)] });

describe('consistent', () => {
  it('is a document whose record stands in the chain and succeeded', async () => {
    const verdict = await verifyOne(chain, PROOF, DOCUMENT, { verifier: localVerifier });
    expect(verdict).toMatchObject({
      outcome: 'consistent',
      code: 'verdict/document-consistent',
      values: { chain: 'records-1', height: 2n },
      asOf: { height: 4n, hash: toHex(chain.block(4).hash) },
      recordBlock: { height: 2n, hash: toHex(chain.block(2).hash), ...chain.block(2).time },
      record: { id: 'BL-7', algorithm: 'sha256', digest: DIGEST },
      digests: { algorithm: 'SHA-256', document: DIGEST, record: DIGEST },
      merkle: { index: 1n, total: 5n, tree: 'rfc6962', rootName: 'data_hash' },
      quorum: { height: 4n, signedPower: 33n, totalPower: 40n, needed: 26n },
      trust: { recordHeight: 2n, links: 2n },
      limits: ['limit/not-before-chain', 'limit/not-who'],
      canSave: true,
    });
    expect(verdict.checks.map(({ id }) => id)).toEqual([...CHECK_IDS]);
    expect(failedCheck(verdict)).toBeUndefined();
    for (const id of [
      'readable',
      'digest',
      'digest-equals-record',
      'in-block',
      'executed',
      'linked-to-signed-header',
      'quorum',
      'validators-known',
      'final',
    ])
      expect(stateOf(verdict, id), id).toBe('pass');
  });

  it('is a record without its document, which is said', async () => {
    const verdict = await verifyOne(chain, PROOF);
    expect(outcomeOf(verdict)).toEqual(['consistent', 'verdict/record-consistent', undefined]);
    expect(verdict.limits).toContain('limit/no-document');
    expect(stateOf(verdict, 'digest-equals-record')).toBe('not-applicable');
    expect(verdict.digests).toBeUndefined();
  });

  it('is a transaction by itself where the pack has no rule for records, which is said', async () => {
    const options = { trust: [trustIn(chain, { rule: undefined })] };
    for (const index of [0, 1]) {
      const verdict = await verifyOne(chain, makeProof(chain, { index }), undefined, options);
      expect(outcomeOf(verdict)).toEqual(['consistent', 'verdict/transaction-consistent', undefined]);
      expect(verdict.limits).toContain('limit/no-record-rule');
      expect(verdict.limits).not.toContain('limit/no-document');
      expect(stateOf(verdict, 'digest-equals-record')).toBe('not-applicable');
      expect([verdict.record, verdict.digests]).toEqual([undefined, undefined]);
    }
    const open = await verifyOne(chain, makeProof(chain, { execution: false }), undefined, options);
    expect(outcomeOf(open)).toEqual(['cannot-tell', 'verdict/transaction-included', undefined]);
    const failed = await verifyOne(chain, makeProof(chain, { index: FAILED_INDEX }), undefined, options);
    expect(outcomeOf(failed)).toEqual(['cannot-tell', 'record/failed-on-chain', 'executed']);
  });

  it('is a pasted digest like a document', async () => {
    const [verdict] = await verifyAll(chain, [itemOf(printProof(PROOF), 'a.proof.json'), itemOf(DIGEST)]);
    expect(verdict!.code).toBe('verdict/document-consistent');
  });

  it.each([
    ['from the checkpoint itself', { route: [1, 2, 3] }],
    ['by one leap', { route: [1, 6] }],
    ['step by step', { route: [1, 2, 3, 4, 5, 6] }],
    ['by leaps and steps', { route: [1, 3, 4, 6] }],
  ])('%s', async (_, options) => {
    expect((await verifyOne(chain, makeProof(chain, options), DOCUMENT)).code).toBe('verdict/document-consistent');
  });

  it('is also a record above or below a checkpoint that the pack names, from any of them', async () => {
    for (const height of [1, 2, 3, 4, 6]) {
      const trusted = trustIn(chain, { checkpoints: [chain.checkpoint(height)] });
      const route = height < 3 ? [height, 4] : [height];
      const verdict = await verifyOne(chain, makeProof(chain, { route }), DOCUMENT, { trust: [trusted] });
      expect(verdict.code, `${height}`).toBe('verdict/document-consistent');
    }
  });

  it('does not hang on the size of the tree, which an RFC 6962 root does not fix: only the path is proven', async () => {
    const text = printProof(PROOF).replaceAll('"total": "5"', '"total": "8"');
    const verdict = await verifyOne(chain, text, DOCUMENT);
    expect([verdict.outcome, verdict.merkle!.index, verdict.merkle!.total]).toEqual(['consistent', 1n, 8n]);
    const once = printProof(PROOF).replace('"total": "5"', '"total": "8"');
    expect((await verifyOne(chain, once, DOCUMENT)).outcome).toBe('cannot-tell');
  });

  it('does not hang on members that are not checked', async () => {
    const text = printProof(PROOF).replace(/"proposer_priority": "0"/g, '"proposer_priority": "77", "note": 1');
    expect((await verifyOne(chain, text, DOCUMENT)).code).toBe('verdict/document-consistent');
  });
});

describe('inconsistent', () => {
  it('is said when the proven record has another digest', async () => {
    for (const document of [flipped(DOCUMENT), OTHER_DOCUMENT, DOCUMENT.slice(1)]) {
      const verdict = await verifyOne(chain, PROOF, document);
      expect(outcomeOf(verdict)).toEqual(['inconsistent', 'verdict/digest-differs', 'digest-equals-record']);
      expect(verdict.digests).toEqual({ algorithm: 'SHA-256', document: toHex(sha256(document)), record: DIGEST });
      const facts = verdict.checks.find(({ id }) => id === 'digest-equals-record')!.facts;
      expect(facts.map(({ differs }) => differs)).toEqual([true, true]);
    }
  });

  it('is not said when the proof itself does not check out', async () => {
    const broken = { ...PROOF, lightBlocks: [chain.block(1), withParts(chain.block(4), { commit: { round: 1 } })] };
    const verdict = await verifyOne(chain, broken, OTHER_DOCUMENT);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'cometbft/wrong-signature', 'quorum']);
    expect(verdict.limits).toEqual(['limit/says-nothing']);
    expect(stateOf(verdict, 'digest-equals-record')).toBe('unknown');
  });
});

describe('cannot tell', () => {
  const trusted = trustIn(chain);
  const { checkpoints } = trusted;
  const known = (parts: Partial<LocalKnowledge>): LocalKnowledge => ({ hash: async () => undefined, ...parts });
  const late = plus(chain.block(1).time, chain.profile.trustingPeriodNanos);

  it.each([
    ['the transaction failed', makeProof(chain, { index: FAILED_INDEX }), {}, 'record/failed-on-chain', 'executed'],
    ['the transaction is no record', makeProof(chain, { index: 0 }), {}, 'record/not-a-record', 'digest-equals-record'],
    [
      'the pack has no rule for records: then nothing says what the document is to be compared with',
      PROOF,
      { trust: [trustIn(chain, { rule: undefined })] },
      'record/no-rule',
      'digest-equals-record',
    ],
    ['no pack names the chain', PROOF, { trust: [] }, 'record/unknown-chain', 'validators-known'],
    [
      'the pack knows another family',
      PROOF,
      { trust: [trustIn(chain, { family: { ...cometbft, id: 'evm' } })] },
      'record/unknown-chain',
      'validators-known',
    ],
    [
      'no checkpoint is at the first block',
      makeProof(chain, { route: [2, 4] }),
      {},
      'record/no-such-checkpoint',
      'validators-known',
    ],
    [
      'the pack has no checkpoints',
      PROOF,
      { trust: [trustIn(chain, { checkpoints: [] })] },
      'record/no-such-checkpoint',
      'validators-known',
    ],
    [
      'the checkpoint has another hash',
      PROOF,
      {
        trust: [
          trustIn(chain, { checkpoints: [fork.checkpoint(2), { ...fork.checkpoint(1), hash: new Uint8Array(32) }] }),
        ],
      },
      'cometbft/not-the-checkpoint',
      'validators-known',
    ],
    [
      'the checkpoint has ended',
      PROOF,
      { trust: [trustIn(chain, { checkpoints: [{ ...checkpoints[0]!, validUntil: chain.now }] })] },
      'client/checkpoint-expired',
      'validators-known',
    ],
    ['the trusting period is over', PROOF, { now: late }, 'cometbft/expired', 'validators-known'],
    [
      'the clock is behind the chain',
      PROOF,
      { now: plus(chain.block(4).time, -chain.profile.maxClockDriftNanos) },
      'cometbft/from-the-future',
      'linked-to-signed-header',
    ],
    [
      'the chain is frozen from the record’s block on',
      PROOF,
      { known: known({ frozenFrom: 2n }) },
      'record/chain-frozen',
      'final',
    ],
    ['the chain is frozen from before', PROOF, { known: known({ frozenFrom: 1n }) }, 'record/chain-frozen', 'final'],
    [
      'another header is known at its height',
      PROOF,
      { known: known({ hash: async (height) => (height === 2n ? toHex(fork.block(2).hash) : undefined) }) },
      'record/other-header-known',
      'final',
    ],
    [
      'there are no light blocks',
      { ...PROOF, lightBlocks: [] },
      {},
      'record/no-light-blocks',
      'linked-to-signed-header',
    ],
    [
      'the route ends below the record',
      { ...makeProof(chain, { route: [1] }), ancestors: [] },
      {},
      'record/route-misses',
      'linked-to-signed-header',
    ],
    [
      'the headers between are missing',
      { ...PROOF, ancestors: [] },
      {},
      'record/route-misses',
      'linked-to-signed-header',
    ],
    [
      'a link is missing',
      { ...PROOF, ancestors: makeProof(chain, { route: [1, 3] }).ancestors },
      {},
      'cometbft/link-height',
      'linked-to-signed-header',
    ],
    [
      'the history is of another chain',
      { ...PROOF, ancestors: makeProof(fork, { index: 0 }).ancestors },
      {},
      'cometbft/link-hash',
      'linked-to-signed-header',
    ],
    [
      'the record is of another history',
      { ...PROOF, record: makeProof(fork, { index: 0 }).record },
      {},
      'cometbft/transaction-not-in-block',
      'in-block',
    ],
    [
      'the record’s height is that of another block',
      { ...PROOF, record: { ...PROOF.record, height: 3n } },
      {},
      'cometbft/transaction-not-in-block',
      'in-block',
    ],
    [
      'the result is of another transaction',
      { ...PROOF, execution: makeProof(chain, { index: 0 }).execution },
      {},
      'cometbft/result-of-other-transaction',
      'executed',
    ],
    [
      'the light blocks go down',
      { ...PROOF, lightBlocks: [chain.block(1), chain.block(4), chain.block(3)] },
      {},
      'cometbft/height-not-later',
      'linked-to-signed-header',
    ],
    [
      'a light block stands twice',
      { ...PROOF, lightBlocks: [chain.block(1), chain.block(4), chain.block(4)] },
      {},
      'cometbft/height-not-later',
      'linked-to-signed-header',
    ],
    [
      'strangers signed',
      { ...PROOF, lightBlocks: [chain.block(1), recordChain({ seed: 'x' }).block(4)] },
      {},
      'cometbft/not-enough-trust',
      'validators-known',
    ],
  ] as const)('when %s', async (_, proof, options, code, check) => {
    const verdict = await verifyOne(chain, proof as ProofFile, DOCUMENT, options as VerifyOptions);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', code, check]);
    expect(verdict.limits).toEqual(['limit/says-nothing']);
  });

  it.each([
    ['no execution in the file', makeProof(chain, { execution: false })],
    ['no header after the record’s block', makeProof(chain, { route: [1, 2] })],
    ['a failure left out', makeProof(chain, { index: FAILED_INDEX, execution: false })],
  ])('when it is included, but %s', async (_, proof) => {
    const verdict = await verifyOne(chain, proof, DOCUMENT);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'verdict/document-included', undefined]);
    expect([stateOf(verdict, 'executed'), stateOf(verdict, 'in-block')]).toEqual(['unknown', 'pass']);
    expect(verdict.limits).toEqual(['limit/execution-not-shown']);
    expect((await verifyOne(chain, proof)).code).toBe('verdict/record-included');
  });

  it('of a proof of another chain under this chain’s name', async () => {
    const other = recordChain({ chainId: 'records-2' });
    const renamed = printProof(makeProof(other)).replace('"chain": "records-2"', '"chain": "records-1"');
    const verdict = await verifyOne(chain, renamed, DOCUMENT);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'cometbft/not-the-checkpoint', 'validators-known']);
    const all = printProof(makeProof(other)).replaceAll('records-2', 'records-1');
    expect((await verifyOne(chain, all, DOCUMENT)).outcome).toBe('cannot-tell');
  });

  it('below the frozen height and with the same header known, a record is still consistent', async () => {
    expect((await verifyOne(chain, PROOF, DOCUMENT, { known: known({ frozenFrom: 5n }) })).outcome).toBe('consistent');
  });

  it('is a record that this device holds, and witnessed only up to where a witness agrees', async () => {
    const same = async (height: bigint) => toHex(chain.block(height).hash);
    for (const [knowledge, state] of [
      [{ hash: same, witnessedTo: 6n }, 'pass'],
      [{ hash: same, witnessedTo: 2n }, 'pass'],
      [{ hash: same, witnessedTo: 1n }, 'unknown'],
      [{ hash: same }, 'unknown'],
      [{ witnessedTo: 6n }, 'unknown'],
    ] as const) {
      const verdict = await verifyOne(chain, PROOF, DOCUMENT, { known: known(knowledge) });
      expect([verdict.outcome, stateOf(verdict, 'witnessed')]).toEqual(['consistent', state]);
    }
  });

  it('keeps what was found before the failure, and saves only what was proven', async () => {
    const failed = await verifyOne(chain, makeProof(chain, { index: FAILED_INDEX }), DOCUMENT);
    expect([failed.canSave, stateOf(failed, 'in-block'), stateOf(failed, 'quorum')]).toEqual([true, 'pass', 'pass']);
    const unknown = await verifyOne(chain, PROOF, DOCUMENT, { trust: [] });
    expect([unknown.canSave, stateOf(unknown, 'quorum')]).toEqual([false, 'unknown']);
  });

  it('when the verifier breaks', async () => {
    const verifier = { verify: () => Promise.reject(new Error('worker died')) };
    const verdict = await verifyOne(chain, PROOF, DOCUMENT, { verifier });
    expect(verdict.outcome).toBe('cannot-tell');
  });
});

describe('several items at once', () => {
  const other = makeProof(chain, { index: 4 });
  const items = [
    itemOf(printProof(PROOF), 'a.proof.json'),
    itemOf(OTHER_DOCUMENT, 'a.txt'),
    itemOf(printProof(other), 'b.proof.json'),
    itemOf(DOCUMENT, 'b.txt'),
  ];

  it('each document finds its proof by digest, though the names are crossed', async () => {
    const verdicts = await verifyAll(chain, items);
    expect(verdicts.map(({ code, record, document }) => [code, record?.id, document?.name])).toEqual([
      ['verdict/document-consistent', 'BL-7', 'b.txt'],
      ['verdict/document-consistent', 'BL-8', 'a.txt'],
    ]);
    expect(new Set(verdicts.map(({ id }) => id)).size).toBe(2);
  });

  it('a document that nobody recorded is neither red nor green', async () => {
    const [verdict] = await verifyAll(chain, [itemOf('unknown', 'u.txt')]);
    expect(outcomeOf(verdict!)).toEqual(['cannot-tell', 'record/not-found', undefined]);
    expect(stateOf(verdict!, 'in-block')).toBe('unknown');
    expect(stateOf(verdict!, 'digest')).toBe('pass');
  });

  it('a document alone is looked up by both of its digests at once', async () => {
    const asked: (readonly string[])[] = [];
    const find = async (digests: readonly string[]) => {
      asked.push(digests);
      return [PROOF];
    };
    const [verdict] = await verifyAll(chain, [itemOf(DOCUMENT, 'u.txt')], { find });
    const sm3 = createHash('sm3').update(DOCUMENT).digest('hex');
    expect([asked, verdict!.code]).toEqual([[[DIGEST, sm3]], 'verdict/document-consistent']);
    const wrong = await verifyAll(chain, [itemOf(OTHER_DOCUMENT, 'u.txt')], { find });
    expect(wrong.map(({ outcome }) => outcome)).toEqual(['inconsistent']);
  });

  it('what a source throws is told, not thrown', async () => {
    const find = () => Promise.reject(new TypeError('fetch failed'));
    const [verdict] = await verifyAll(chain, [itemOf(DOCUMENT, 'u.txt')], { find });
    expect(outcomeOf(verdict!)).toEqual(['cannot-tell', 'internal/unexpected', undefined]);
  });

  it('what cannot be read has a verdict of its own, and the others theirs', async () => {
    const verdicts = await verifyAll(chain, [itemOf('', 'empty.txt'), itemOf('{', 'x.proof.json'), ...items]);
    expect(verdicts.map(({ code }) => code)).toEqual([
      'record/empty-file',
      'json/syntax',
      'verdict/document-consistent',
      'verdict/document-consistent',
    ]);
  });

  it('two versions of one height exclude each other: both stay open', async () => {
    const rival = recordChain({
      transactions: (height) =>
        height === 2n ? [...chain.data.get(2n)!.transactions, toUtf8('more')] : [toUtf8(`rival/${height}`)],
    });
    const checkpoints = [chain.checkpoint(1), rival.checkpoint(1)];
    const options = { trust: [trustIn(chain, { checkpoints })] };
    const rivalProof = printProof(makeProof(rival));
    expect((await verifyOne(chain, rivalProof, DOCUMENT, options)).outcome).toBe('consistent');
    const both = await verifyAll(
      chain,
      [itemOf(printProof(PROOF), 'a.proof.json'), itemOf(rivalProof, 'b.proof.json'), itemOf(DOCUMENT, 'a.txt')],
      options,
    );
    expect(both.map(outcomeOf)).toEqual([
      ['cannot-tell', 'record/two-versions', 'final'],
      ['cannot-tell', 'record/two-versions', 'final'],
    ]);
  });

  it('two chains with other headers at one height do not exclude each other', async () => {
    const second = recordChain({ chainId: 'records-2' });
    const options = { trust: [trustIn(chain), trustIn(second)] };
    const both = await verifyAll(
      chain,
      [itemOf(printProof(PROOF), 'a.proof.json'), itemOf(printProof(makeProof(second)), 'b.proof.json')],
      options,
    );
    expect(both.map(({ outcome }) => outcome)).toEqual(['consistent', 'consistent']);
  });

  it('work that is cancelled ends', async () => {
    const find = () => Promise.reject(new MingzhengError('client/cancelled'));
    expect(await refusalOf(verifyAll(chain, [itemOf(DOCUMENT, 'u.txt')], { find }))).toBe('accepted');
  });
});

describe('what the device knows against what the proof goes through', () => {
  it.each([2, 3, 4])('another header known at height %i leaves the record undecided', async (height) => {
    const hash = async (at: bigint) => (at === BigInt(height) ? toHex(fork.block(height).hash) : undefined);
    const verdict = await verifyOne(chain, PROOF, DOCUMENT, { known: { hash } });
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'record/other-header-known', 'final']);
  });

  it.each([3n, 4n])('a chain that is frozen from height %i on does not carry a record below it', async (frozenFrom) => {
    const verdict = await verifyOne(chain, PROOF, DOCUMENT, { known: { hash: async () => undefined, frozenFrom } });
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'record/chain-frozen', 'final']);
  });

  it('two headers at one height of the same route leave the record undecided', async () => {
    const lightBlocks = [chain.block(1), fork.block(3), chain.block(6)];
    const { ancestors } = makeProof(chain, { route: [1, 6] });
    const verdict = await verifyOne(chain, { ...PROOF, lightBlocks, ancestors }, DOCUMENT);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'record/route-contradicts', 'linked-to-signed-header']);
  });
});
