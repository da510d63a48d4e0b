// What pages get of a FISCO BCOS chain: a chain, a header and verdicts whose fields, lengths and names are those of the family.
// The bytes are made up, each the SHA-256 of a name; nothing here verifies. For looking at pages and tests.
import { sha256 } from '@noble/hashes/sha2.js';
import { describeHeader } from '../../src/chain/fisco-bcos/describe.ts';
import type { HeaderV2, HeaderV3 } from '../../src/chain/fisco-bcos/model.ts';
import { fromHex, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import type {
  ChainView,
  Check,
  FieldView,
  HeaderView,
  MerklePicture,
  PowerStep,
  Signer,
  Verdict,
} from '../../src/worker/api.ts';
import { demoA, type FakeOptions } from './fake-chains.ts';
import { consistent } from './fake-verdicts.ts';

const hashOf = (name: string): string => toHex(sha256(toUtf8(name)));
const nodeId = (n: number): string => hashOf(`x${n}`) + hashOf(`y${n}`);

const NODES = [0, 1, 2, 3].map((n) => ({ name: n < 2 ? `node${n}` : '', address: nodeId(n), power: BigInt(n + 1) }));
const TIME = { seconds: 1795545107n, nanos: 747_000_000 };

export function fiscoChain(): ChainView {
  return {
    ...demoA(),
    id: 'fisco-sm',
    family: 'fisco-bcos',
    version: '3.6',
    operator: 'Generated for the demo, not a network',
    state: 'complete',
    checkpoint: { height: 0n, hash: hashOf('genesis') },
    head: { height: 40n, hash: hashOf('head'), ...TIME, how: 'skipped-to', witnessed: true },
    claimedHead: 40n,
    ranges: [
      { from: 0n, to: 0n, how: 'checkpoint' },
      { from: 1n, to: 39n, how: 'ancestor' },
      { from: 40n, to: 40n, how: 'skipped-to' },
    ],
    verifiedCount: 41n,
    progress: undefined,
    offlineReady: true,
  };
}

/** Opened by nobody yet: what the pack says. */
export function fiscoClosed(): ChainView {
  return {
    ...fiscoChain(),
    id: 'fisco-ecdsa',
    state: 'idle',
    head: undefined,
    claimedHead: undefined,
    ranges: [],
    verifiedCount: 0n,
    offlineReady: false,
  };
}

/** The sealers changed in block 41 in a way that nothing proves. */
export function fiscoStopped(): ChainView {
  return {
    ...fiscoChain(),
    id: 'fisco-stopped',
    state: 'expired',
    error: { code: 'fisco/set-change-not-proven', values: { height: 41n } },
  };
}

export function fiscoPowers(): PowerStep[] {
  return [
    { height: 0n, members: NODES.slice(0, 3) },
    { height: 12n, members: NODES },
  ];
}

const bytes = (name: string): Uint8Array => fromHex(hashOf(name));

export function headerV3(): HeaderV3 {
  return {
    generation: 3,
    version: 0x03060000n,
    parents: [{ number: 39n, hash: bytes('parent') }],
    transactionsRoot: bytes('transactions'),
    receiptsRoot: bytes('receipts'),
    stateRoot: bytes('state'),
    number: 40n,
    gasUsed: '24363',
    timestamp: TIME.seconds * 1000n + 747n,
    sealer: 2n,
    sealerList: NODES.map(({ address }) => fromHex(address)),
    extraData: new Uint8Array(0),
    weights: NODES.map(({ power }) => power),
  };
}

export function headerV2(): HeaderV2 {
  return {
    generation: 2,
    parentHash: bytes('parent'),
    stateRoot: bytes('state'),
    transactionsRoot: bytes('transactions'),
    receiptsRoot: bytes('receipts'),
    dbHash: bytes('state'),
    logsBloom: new Uint8Array(256),
    number: 40n,
    gasLimit: 0n,
    gasUsed: 24_363n,
    timestamp: TIME.seconds * 1000n + 747n,
    extraData: [toUtf8('note')],
    sealer: 2n,
    sealerList: NODES.map(({ address }) => fromHex(address)),
  };
}

function signers(): Signer[] {
  return NODES.map((node, n) => ({
    ...node,
    keyType: 'sm2',
    publicKey: node.address,
    state: n === 0 ? 'absent' : 'signed',
    ...(n > 0 && { signature: hashOf(`r${n}`) + hashOf(`s${n}`) }),
  }));
}

const QUORUM = { signers: signers(), signedPower: 9n, totalPower: 10n, needed: 6n };

export function fiscoHeader(header: HeaderV2 | HeaderV3 = headerV3()): HeaderView {
  const fields = describeHeader(header).map(
    ({ name, value, attestedBy }): FieldView => ({
      name,
      value,
      proof: attestedBy === 'proposer' ? 'proposer-only' : 'header-hash',
    }),
  );
  return {
    chainId: 'fisco-sm',
    height: 40n,
    hash: hashOf('head'),
    how: 'skipped-to',
    fields: [{ name: 'hash', value: { kind: 'bytes', hex: hashOf('head') }, proof: 'derived' }, ...fields],
    quorum: { ...QUORUM, all: false },
  };
}

/** A worker that has these chains only; blocks of odd heights are of 2.x. */
export function fiscoOptions(): FakeOptions {
  return {
    chains: [fiscoChain(), fiscoClosed(), fiscoStopped()],
    header: (height) => fiscoHeader(height % 2n === 0n ? headerV3() : headerV2()),
    powers: fiscoPowers(),
  };
}

/** Steps bottom up as `left+right`, how many siblings stand on either side; the hashes are made up. */
function merkleOf(tree: MerklePicture['tree'], index: bigint, steps: string, total?: bigint): MerklePicture {
  const hashes = (name: string, count: string) =>
    Array.from({ length: Number(count) }, (_, i) => hashOf(`${name} ${i}`));
  const levels = steps.split(' ').map((step) => {
    const [left, right] = step.split('+') as [string, string];
    return { left: hashes(`left of ${step}`, left), right: hashes(`right of ${step}`, right) };
  });
  const path = [...levels, undefined].map((_, step) => hashOf(`node ${step}`));
  return { tree, index, ...(total !== undefined && { total }), path, levels, rootName: 'receiptsRoot' };
}

export const FISCO_TREES = {
  /** The last of five, all of them shown: hashed alone twice. */
  'pairs-whole': merkleOf('pairs', 4n, '0+0 0+0 1+0', 5n),
  'pairs-path': merkleOf('pairs', 21n, '1+0 0+1 1+0 0+1 1+0'),
  'sixteen-path': merkleOf('sixteen', 18n, '2+13 1+1 0+0'),
  'sixteen-deep': merkleOf('sixteen', 70_000n, '0+15 7+8 1+14 1+5 1+0 0+0'),
} as const;

/** An event of a contract, and the document whose SM3 digest it holds. */
export function fiscoVerdict(tree: keyof typeof FISCO_TREES = 'pairs-path'): Verdict {
  const like = consistent();
  const block = { height: 40n, hash: hashOf('head'), ...TIME, timeClaimed: true as const };
  const merkle = FISCO_TREES[tree];
  const digest = hashOf('document');
  return {
    ...like,
    id: tree,
    code: 'verdict/document-consistent',
    values: { chain: 'fisco-sm', height: 40n },
    document: { name: 'tax-th-004.json', size: 812, digest: hashOf('other digest'), sm3: digest },
    chain: { id: 'fisco-sm', family: 'fisco-bcos', version: '3.6', operator: fiscoChain().operator },
    asOf: block,
    recordBlock: block,
    record: { id: 'tax-th-004', algorithm: 'sm3', digest, transactionHash: hashOf('transaction') },
    limits: ['limit/not-before-chain', 'limit/not-who', 'limit/fisco-no-state', 'limit/fisco-time'],
    checks: like.checks.map((check) => fiscoCheck(check, merkle)),
    merkle,
    quorum: { height: 40n, ...QUORUM },
    trust: {
      stops: [
        { height: 0n, hash: hashOf('genesis'), how: 'checkpoint' },
        {
          height: 40n,
          hash: hashOf('head'),
          how: 'skipped-to',
          signedPower: 9n,
          totalPower: 10n,
          signed: 3,
          members: 4,
        },
      ],
      recordHeight: 40n,
      links: 0n,
    },
    digests: { algorithm: 'SM3', document: digest, record: digest },
  };
}

function fiscoCheck(check: Check, merkle: MerklePicture): Check {
  if (check.id === 'in-block')
    return {
      ...check,
      code: merkle.total === undefined ? 'finding/in-block-place' : 'finding/in-block',
      values: { height: 40n, position: merkle.index + 1n, total: merkle.total ?? 0n, steps: merkle.levels.length },
      facts: [
        { name: 'fact/record-hash', value: { kind: 'bytes', hex: hashOf('transaction') } },
        { name: 'fact/contract', value: { kind: 'bytes', hex: hashOf('contract').slice(0, 40) } },
        { name: 'fact/sender', value: { kind: 'bytes', hex: hashOf('sender').slice(0, 40) } },
      ],
    };
  if (check.id !== 'quorum') return check;
  const facts = QUORUM.signers.map(({ address, name, power, state }) => ({
    name: `fact/vote-${state}`,
    value: { kind: 'text' as const, text: `${name || address} · ${power}` },
  }));
  return { ...check, values: { height: 40n, signed: 3, members: 4, power: 9n, total: 10n, needed: 6n }, facts };
}
