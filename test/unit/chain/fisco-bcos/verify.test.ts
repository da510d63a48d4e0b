// From dropped files of FISCO BCOS chains to verdicts: both kinds of record, both kinds of cryptography, both generations, with
// each outcome and the check that decided it; and with trust out of a signed pack.
import { describe, expect, it } from 'vitest';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock } from '../../../../src/chain/fisco-bcos/model.ts';
import { totalWeight } from '../../../../src/chain/fisco-bcos/sealers.ts';
import { toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { localVerifier } from '../../../../src/crypto/verify.ts';
import { openProofFile, type ProofFile, readProofFile } from '../../../../src/record/proof-file.ts';
import { CHECK_IDS, type Verdict } from '../../../../src/record/verdict.ts';
import { chainTrust } from '../../../../src/trust/chain-trust.ts';
import { openPack } from '../../../../src/trust/pack.ts';
import { payloadJson, printPack } from '../../../support/make-chain-pack.ts';
import { failedCheck, itemOf } from '../../../support/make-chain-proof.ts';
import {
  DOCUMENT,
  digestFor,
  exampleFisco,
  FAILED_RECORD,
  INPUT_RECORD,
  RECORD,
} from '../../../support/make-fisco-example.ts';
import { flipped, refusal } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3 } from '../../../support/mutate-fisco.ts';
import {
  algorithmOf,
  fiscoChainJson,
  fiscoProof,
  fiscoTrust,
  printFisco,
  verifyFisco,
  verifyFiscoItems,
} from '../../../support/mutate-fisco-proof.ts';
import { plusNanos } from './rig.ts';

const outcomeOf = (verdict: Verdict) => [verdict.outcome, verdict.code, failedCheck(verdict)];
const stateOf = (verdict: Verdict, id: string) => verdict.checks.find((check) => check.id === id)?.state;
const FAMILY_LIMITS = ['limit/fisco-no-state', 'limit/fisco-time'];
const limitsOf = ({ generation }: { generation: number }) => [
  ...FAMILY_LIMITS,
  ...(generation === 3 ? ['limit/fisco-leader'] : []),
];

describe.each(KINDS)('a record, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const digest = toHex(digestFor(chain, DOCUMENT));
  const algorithm = algorithmOf(chain);

  it.each([
    ['event in a deep tree, over changes of the list', {}],
    ['input in a deep tree, over changes of the list', { kind: 'input' }],
    ['event below the checkpoint', { place: RECORD }],
    ['input below the checkpoint', { place: INPUT_RECORD, kind: 'input' }],
    ['event by one leap', { place: RECORD, route: [1, 3] }],
    ['input in the top block itself', { place: RECORD, kind: 'input', route: [1, 2] }],
  ] as const)('is consistent with its document: an %s', async (name, options) => {
    const proof = fiscoProof(chain, options);
    const verdict = await verifyFisco(chain, proof, DOCUMENT, { verifier: localVerifier });
    const height = proof.record.height;
    expect(verdict).toMatchObject({
      outcome: 'consistent',
      code: 'verdict/document-consistent',
      values: { chain: 'fisco-made-1', height },
      chain: { id: 'fisco-made-1', family: 'fisco-bcos', version: chain.profile.version },
      recordBlock: { height, hash: toHex(chain.block(height).hash) },
      record: { algorithm, digest },
      digests: { algorithm: algorithm === 'sm3' ? 'SM3' : 'SHA-256', document: digest, record: digest },
      merkle: {
        tree: kind.generation === 3 ? 'pairs' : 'sixteen',
        rootName: /^event/.test(name) ? 'receiptsRoot' : 'transactionsRoot',
      },
      quorum: {
        totalPower: totalWeight(chain.block(proof.lightBlocks.at(-1)!.height).sealers),
      },
      canSave: true,
    });
    expect(verdict.limits).toEqual([
      'limit/not-before-chain',
      kind.generation === 3 ? 'limit/not-who' : 'limit/who-behind-sender',
      ...limitsOf(kind),
    ]);
    expect(verdict.checks.map(({ id }) => id)).toEqual([...CHECK_IDS]);
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
    const names = verdict.checks.find(({ id }) => id === 'in-block')!.facts.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['fact/record-hash', 'fact/merkle-root', 'fact/contract']));
  });

  it('comes back from its file, byte for byte', () => {
    for (const recordKind of ['event', 'input'] as const) {
      const text = printFisco(fiscoProof(chain, { kind: recordKind }));
      const envelope = openProofFile(toUtf8(text));
      expect(printFisco(readProofFile(fiscoBcos, chain.profile, envelope))).toBe(text);
    }
  });

  it.each(['event', 'input'] as const)('of kind %s is inconsistent with an edited document', async (recordKind) => {
    for (const document of [flipped(DOCUMENT), DOCUMENT.slice(1), toUtf8('Bill of lading 8\n')]) {
      const verdict = await verifyFisco(chain, fiscoProof(chain, { kind: recordKind }), document);
      expect(outcomeOf(verdict)).toEqual(['inconsistent', 'verdict/digest-differs', 'digest-equals-record']);
      expect(verdict.digests).toMatchObject({ document: toHex(hash(algorithm, document)), record: digest });
      expect(verdict.limits).toEqual(['limit/who-changed', 'limit/which-true', ...limitsOf(kind)]);
    }
  });

  it('without its document is consistent by itself, which is said', async () => {
    const verdict = await verifyFisco(chain, fiscoProof(chain));
    expect(outcomeOf(verdict)).toEqual(['consistent', 'verdict/record-consistent', undefined]);
    expect(verdict.limits).toContain('limit/no-document');
  });

  it('is consistent with a pasted digest by the chain’s own hash, and not with one by the other', async () => {
    const proof = printFisco(fiscoProof(chain));
    const pasted = async (text: string) =>
      (await verifyFiscoItems(chain, [itemOf(proof, 'a.proof.json'), itemOf(text)]))[0]!;
    expect((await pasted(digest)).code).toBe('verdict/document-consistent');
    const other = toHex(hash(algorithm === 'sm3' ? 'sha256' : 'sm3', DOCUMENT));
    // Of 64 digits nobody knows what made them: with SM3 in play, a difference says nothing of the document.
    expect((await pasted(other)).code).toBe(
      algorithm === 'sm3' ? 'record/digest-kind-unknown' : 'verdict/digest-differs',
    );
  });

  it('that failed is no record', async () => {
    const verdict = await verifyFisco(chain, fiscoProof(chain, { place: FAILED_RECORD, kind: 'input' }), DOCUMENT);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'record/failed-on-chain', 'executed']);
    expect(verdict.limits).toEqual(['limit/says-nothing', ...limitsOf(kind)]);
  });

  it('without its receipt is included, no more: a failure could be left out', async () => {
    for (const place of [INPUT_RECORD, FAILED_RECORD]) {
      const proof = fiscoProof(chain, { place, kind: 'input', execution: false });
      const verdict = await verifyFisco(chain, proof, DOCUMENT);
      expect(outcomeOf(verdict)).toEqual(['cannot-tell', 'verdict/document-included', undefined]);
      expect(stateOf(verdict, 'executed')).toBe('unknown');
      expect(verdict.limits).toEqual(['limit/execution-not-shown', ...limitsOf(kind)]);
    }
  });

  it('as an event brings its receipt along: an execution beside it changes nothing', async () => {
    const { execution } = fiscoProof(chain, { place: FAILED_RECORD, kind: 'input' });
    expect((await verifyFisco(chain, { ...fiscoProof(chain), execution }, DOCUMENT)).outcome).toBe('consistent');
  });

  it('is found for a document alone', async () => {
    const asked: (readonly string[])[] = [];
    const find = async (digests: readonly string[]) => {
      asked.push(digests);
      return [fiscoProof(chain)];
    };
    const [verdict] = await verifyFiscoItems(chain, [itemOf(DOCUMENT, 'u.txt')], { find });
    expect(asked).toEqual([[toHex(hash('sha256', DOCUMENT)), toHex(hash('sm3', DOCUMENT))]]);
    expect(verdict!.code).toBe('verdict/document-consistent');
  });
});

describe.each(KINDS)('what cannot be told, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const PROOF = fiscoProof(chain);
  const isThree = kind.generation === 3;
  const fork = exampleFisco({ ...kind, startMs: 1_767_225_600_124n });
  const inBlocks = (change: (block: FiscoLightBlock) => FiscoLightBlock): ProofFile => ({
    ...PROOF,
    lightBlocks: PROOF.lightBlocks.map((block) => change(block as FiscoLightBlock)),
  });
  const known = (height: bigint, hex: string) => ({ hash: async (at: bigint) => (at === height ? hex : undefined) });

  it.each([
    [
      'the pack has another rule',
      PROOF,
      { trust: [fiscoTrust(chain, { rule: undefined })] },
      isThree ? 'fisco/split-not-proven' : 'record/no-rule',
      isThree ? 'in-block' : 'digest-equals-record',
    ],
    ['no pack names the chain', PROOF, { trust: [] }, 'record/unknown-chain', 'validators-known'],
    [
      'no checkpoint is at the first block',
      fiscoProof(chain, { route: [6, 9] }),
      {},
      'record/no-such-checkpoint',
      'validators-known',
    ],
    [
      'the checkpoint has another hash',
      PROOF,
      { trust: [fiscoTrust(chain, { checkpoints: [fork.checkpoint(3)] })] },
      'fisco/not-the-checkpoint',
      'validators-known',
    ],
    [
      'the trusting period is over',
      PROOF,
      { now: plusNanos(chain.block(3).time, chain.profile.trustingPeriodNanos) },
      'fisco/expired',
      'validators-known',
    ],
    [
      'the clock is behind the chain',
      PROOF,
      { now: plusNanos(chain.block(4).time, -chain.profile.maxClockDriftNanos) },
      'fisco/from-the-future',
      'linked-to-signed-header',
    ],
    [
      'the record is of another history',
      { ...PROOF, record: fiscoProof(fork, { place: RECORD }).record },
      {},
      'record/route-misses',
      'linked-to-signed-header',
    ],
    [
      'the headers between are of another history',
      { ...PROOF, ancestors: fiscoProof(fork).ancestors },
      {},
      'fisco/link-hash',
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
      'a header is known at its height',
      PROOF,
      { known: known(8n, toHex(fork.block(8).hash)) },
      'record/other-header-known',
      'final',
    ],
    [
      'the light blocks leap over a change',
      fiscoProof(chain, { route: [3, 9] }),
      {},
      'fisco/other-sealers',
      'validators-known',
    ],
    [
      'the top block has too few signatures',
      inBlocks((block) => (block.height === 9n ? { ...block, signatures: block.signatures.slice(2) } : block)),
      {},
      'fisco/no-quorum',
      'quorum',
    ],
    [
      'strangers signed',
      inBlocks((block) => (block.height === 9n ? exampleFisco({ ...kind, seed: 'x' }).block(9) : block)),
      {},
      'fisco/other-sealers',
      'validators-known',
    ],
  ] as const)('if %s', async (_, proof, options, code, check) => {
    const verdict = await verifyFisco(chain, proof as ProofFile, DOCUMENT, options);
    expect(outcomeOf(verdict)).toEqual(['cannot-tell', code, check]);
  });

  it('of a chain with the other cryptography under this chain’s name', async () => {
    const cryptography = kind.cryptography === 'national' ? 'international' : 'national';
    const other = fiscoProof(exampleFisco({ ...kind, cryptography }));
    const verdict = await verifyFisco(chain, other, DOCUMENT);
    expect(verdict.outcome).toBe('cannot-tell');
  });
});

describe.each(KINDS_OF_3)('a change of the list on the way, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const PROOF = fiscoProof(chain);

  it('is blamed on who signs where its proof is missing or wrong', async () => {
    const other = chain.block(6).setChange!;
    for (const [setChange, code] of [
      [undefined, 'fisco/set-change-not-proven'],
      [[], 'fisco/set-change-not-proven'],
      [other, 'fisco/transaction-not-in-block'],
    ] as const) {
      const lightBlocks = PROOF.lightBlocks.map((block) => (block.height === 4n ? { ...block, setChange } : block));
      const verdict = await verifyFisco(chain, { ...PROOF, lightBlocks }, DOCUMENT);
      expect([verdict.outcome, verdict.code]).toEqual(['cannot-tell', code]);
      if (/set-change/.test(code)) expect(failedCheck(verdict)).toBe('validators-known');
    }
  });

  it('may begin at the genesis', async () => {
    const proof = fiscoProof(chain, { route: [0, 3, 4, 5, 6, 9] });
    const trust = [fiscoTrust(chain, { checkpoints: [chain.checkpoint(0)] })];
    expect((await verifyFisco(chain, proof, DOCUMENT, { trust })).code).toBe('verdict/document-consistent');
  });
});

describe('a transaction where the pack has no rule', () => {
  it('is shown as an input, and fits no document', async () => {
    const chain = exampleFisco(KINDS[1]);
    const trust = [fiscoTrust(chain, { rule: undefined })];
    const proof = fiscoProof(chain, { kind: 'input' });
    expect((await verifyFisco(chain, proof, undefined, { trust })).code).toBe('verdict/transaction-consistent');
    expect(outcomeOf(await verifyFisco(chain, proof, DOCUMENT, { trust }))).toEqual([
      'cannot-tell',
      'record/no-rule',
      'digest-equals-record',
    ]);
  });
});

describe.each(KINDS)('trust out of a signed pack, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const packOf = (changes: Parameters<typeof fiscoChainJson>[2] = {}) =>
    openPack(printPack(payloadJson([fiscoChainJson(chain, [3], changes)])), localVerifier);

  it('is what the pack says, and carries a proof file to its verdict', async () => {
    const pack = await packOf();
    const trust = chainTrust(pack, pack.chains[0]!, fiscoBcos);
    expect(trust.profile).toEqual(chain.profile);
    expect(trust.rule).toEqual(fiscoTrust(chain).rule);
    const verdict = await verifyFisco(chain, fiscoProof(chain), DOCUMENT, { trust: [trust] });
    expect([verdict.code, verdict.pack?.name]).toEqual(['verdict/document-consistent', 'Test pack']);
  });

  it('names sealers by their node ids', async () => {
    const address = toHex(chain.block(9).sealers[0]!.nodeId);
    const pack = await packOf({ validators: [{ address, name: 'First sealer' }] });
    const trust = chainTrust(pack, pack.chains[0]!, fiscoBcos);
    const { quorum } = await verifyFisco(chain, fiscoProof(chain), DOCUMENT, { trust: [trust] });
    expect(JSON.stringify(quorum, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).toContain(
      'First sealer',
    );
  });

  it.each([
    ['another cryptography', { cryptography: 'quantum' }, 'trust/unknown-rule'],
    ['another style of addresses', { addressStyle: '0X' }, 'trust/unknown-rule'],
    ['a genesis hash that is none', { genesisHash: '00' }, 'trust/checkpoint'],
    ['no group', { groupId: undefined }, 'json/expected-string'],
    ['no trusting period', { trustingPeriodSeconds: '0' }, 'json/integer-range'],
    ['a drift above an hour', { maxClockDriftSeconds: '3601' }, 'json/integer-range'],
    ['a member that is not known', { trustLevel: {} }, 'json/unknown-member'],
  ])('is refused with %s', async (_, members, code) => {
    const profile = { ...(fiscoChainJson(chain, [3]).profile as object), ...members };
    const pack = await packOf({ profile: JSON.parse(JSON.stringify(profile)) });
    expect(refusal(() => chainTrust(pack, pack.chains[0]!, fiscoBcos))).toBe(code);
  });

  it.each([
    ['2.1.9', 'trust/unknown-rule'],
    ['2.2', 'accepted'],
    ['2.2.0', 'accepted'],
    ['3.0.0', 'accepted'],
    ['3', 'trust/unknown-rule'],
    ['4.0.0', 'trust/unknown-rule'],
    ['v3.0.0', 'trust/unknown-rule'],
    ['30.1', 'trust/unknown-rule'],
    ['', 'trust/unknown-rule'],
  ])('is of version %j: %s', async (version, code) => {
    const pack = await packOf({ version });
    expect(refusal(() => chainTrust(pack, pack.chains[0]!, fiscoBcos))).toBe(code);
  });
});

describe('two histories of one chain', () => {
  it('leave both records open', async () => {
    const [one, other] = [0n, 1n].map((more) =>
      exampleFisco({ cryptography: 'international', startMs: 1_767_225_600_123n + more }),
    );
    const trust = [fiscoTrust(one!, { checkpoints: [one!.checkpoint(1), other!.checkpoint(3)] })];
    const items = [
      itemOf(printFisco(fiscoProof(one!, { place: RECORD, route: [1, 3] })), 'a.proof.json'),
      itemOf(printFisco(fiscoProof(other!, { place: RECORD, route: [3] })), 'b.proof.json'),
      itemOf(DOCUMENT, 'a.txt'),
    ];
    const verdicts = await verifyFiscoItems(one!, items, { trust });
    expect(verdicts.map(({ code }) => code)).toEqual(['record/two-versions', 'record/two-versions']);
  });
});
