// What pages, witnesses and the store are told of a block: who signed, whose word each field is, two blocks at one height, and
// what a refusal is about.
import { describe, expect, it } from 'vitest';
import { versionText } from '../../../../src/chain/fisco-bcos/describe.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock } from '../../../../src/chain/fisco-bcos/model.ts';
import { runRule } from '../../../../src/chain/run-rule.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { makeFisco } from '../../../support/make-fisco.ts';
import { flipped, refusalOf } from '../../../support/mutate.ts';
import { KINDS, readerOf, rememberingVerifier, withSignature } from '../../../support/mutate-fisco.ts';

describe.each(KINDS)('a block as it is shown, $kind', (kind) => {
  const isThree = kind.generation === 3;
  const weights = isThree ? [3, 2, 1, 1] : [];
  const chain = makeFisco({ ...kind, weights });
  chain.addEmpty(2);
  const block = chain.block(1);
  const quorum = (shown: FiscoLightBlock) => runRule(fiscoBcos.quorum(chain.profile, shown, true), rememberingVerifier);
  const total = isThree ? 7n : 4n;

  it('says of each sealer whether it signed, rightly or wrongly', async () => {
    const [first, , third, fourth] = block.signatures;
    const wrong = withSignature({ ...block, signatures: [first!, third!, fourth!] }, 1, {
      signature: flipped(third!.signature, 5),
    });
    const view = await quorum(wrong);
    expect(view.votes.map(({ state }) => state)).toEqual(['signed', 'absent', 'wrong', 'signed']);
    const counted = block.sealers[0]!.weight + block.sealers[3]!.weight;
    expect([view.signedPower, view.totalPower]).toEqual([counted, total]);
    // What is needed must be exceeded: one less than the quorum.
    expect(view.needed).toBe(isThree ? 4n : 2n);
    expect(view.votes.map(({ power }) => power)).toEqual(block.sealers.map(({ weight }) => weight));
    expect(view.votes[0]).toMatchObject({
      address: toHex(block.sealers[0]!.nodeId),
      keyType: kind.cryptography === 'national' ? 'sm2' : 'secp256k1',
      signature: toHex(first!.signature),
    });
    expect(view.votes[1]!.signature).toBeUndefined();
  });

  it('is not shown where its form is not right', async () => {
    const twice = { ...block, signatures: [block.signatures[0]!, block.signatures[0]!] };
    expect(await refusalOf(quorum(twice))).toBe('fisco/duplicate-signature');
  });

  it('has members and votes, which can be taken out', () => {
    const members = block.sealers.map(({ nodeId, weight }) => ({ address: toHex(nodeId), power: weight }));
    expect(fiscoBcos.membersOf(block)).toEqual(members);
    const fewer = fiscoBcos.withoutVotes(block, [0, 2]) as FiscoLightBlock;
    expect(fewer.signatures.map(({ index }) => index)).toEqual([1, 3]);
    expect(toHex(fewer.hash)).toBe(toHex(block.hash));
    expect(fiscoBcos.votesOf(fewer).map(({ isForBlock }) => isForBlock)).toEqual([false, true, false, true]);
    expect(fiscoBcos.setsMatchHeader(fewer)).toBe(true);
  });

  it('says of each field whose word it is', () => {
    const fields = fiscoBcos.describeHeader(block.header);
    const claimed = fields.filter(({ attestedBy }) => attestedBy === 'proposer').map(({ name }) => name);
    const lists = isThree ? [0, 1, 2, 3].flatMap((i) => [`sealerList[${i}]`, `consensusWeights[${i}]`]) : [];
    const own = isThree ? ['version', 'timestamp', 'sealer', 'extraData'] : ['timestamp', 'sealer'];
    expect([...claimed].sort()).toEqual([...own, ...lists].sort());
    const agreed = ['stateRoot', 'receiptsRoot', 'number', 'gasUsed'];
    for (const name of agreed)
      expect(
        fields.find((field) => field.name === name),
        name,
      ).toBeDefined();
    expect(fiscoBcos.time).toBe('claimed');
  });

  it('is told from other JSON', () => {
    const json = fiscoBcos.lightBlockToJson(block);
    expect(fiscoBcos.isLightBlock(readerOf(json))).toBe(true);
    expect(fiscoBcos.isLightBlock(readerOf({ jsonrpc: '2.0', result: json }))).toBe(true);
    for (const other of [{}, { result: null }, { result: 5 }, { number: 1 }, { sealerList: [] }, { signed_header: {} }])
      expect(fiscoBcos.isLightBlock(readerOf(other))).toBe(false);
  });

  it('is held with another one at its height, for people: who signed both', () => {
    const rival = chain.resign(chain.block(2), { stateRoot: new Uint8Array(32) }, (_, index) => index !== 1);
    const conflict = fiscoBcos.conflict(chain.profile, block, chain.block(2), rival);
    const signers = [0, 2, 3].map((place) => toHex(rival.sealers[place]!.nodeId));
    expect(conflict).toMatchObject({ kind: 'equivocation', commonHeight: 1n, totalPower: total, time: block.time });
    expect(conflict.byzantine.map(toHex)).toEqual(signers);
    const evidence = JSON.parse(conflict.evidence) as { trusted: object; conflicting: object; signedBoth: string[] };
    expect(evidence.signedBoth).toEqual(signers);
    for (const [json, expected] of [
      [evidence.trusted, chain.block(2)],
      [evidence.conflicting, rival],
    ] as const)
      expect(toHex(fiscoBcos.readLightBlock(chain.profile, readerOf(json)).hash)).toBe(toHex(expected.hash));
  });
});

describe('the genesis of 3.x', () => {
  it('has no leader: its fields are nobody’s claim', () => {
    const chain = makeFisco({ generation: 3, cryptography: 'national' });
    const fields = fiscoBcos.describeHeader(chain.block(0).header);
    expect(fields.filter(({ attestedBy }) => attestedBy !== undefined)).toEqual([]);
  });

  it.each([
    [0x03030000n, '3.3.0'],
    [0x03100401n, '3.16.4'],
    [0n, '0.0.0'],
  ])('has a version that is read as nodes say it: %i is %s', (version, text) => {
    expect(versionText(version)).toBe(text);
  });
});

describe('what a refusal is about', () => {
  it.each([
    [
      'quorum',
      ['no-quorum', 'wrong-signature', 'duplicate-signature', 'sealer-index', 'signature-length', 'embedded-key'],
    ],
    [
      'validators',
      [
        'expired',
        'not-the-checkpoint',
        'set-change-not-proven',
        'set-change-failed',
        'set-change-order',
        'other-sealers',
        'sealers-count',
        'duplicate-sealer',
        'weight',
        'weights-count',
        'no-weight',
        'genesis-facts',
        'genesis-v2',
      ],
    ],
    ['header', ['hash', 'not-a-child', 'link-hash', 'version', 'from-the-future', 'extra-data', 'generation']],
  ] as const)('%s', (about, codes) => {
    for (const code of codes) expect(fiscoBcos.concerns(`fisco/${code}`), code).toBe(about);
  });

  it('of a pack’s own end of trust is about who signs', () => {
    expect(fiscoBcos.concerns('client/checkpoint-expired')).toBe('validators');
    expect(fiscoBcos.concerns('record/no-such-checkpoint')).toBe('validators');
  });
});
