// Three verdicts made of real data of the recorded network demo-a: one consistent, one inconsistent (a document with one
// digit changed), one that cannot tell (two of the four signatures of block 32 taken out). For looking at pages and tests.

import { CHECK_IDS } from '../../src/record/verdict.ts';
import type { Check, CheckId, Fact, QuorumPicture, Signer, TrustStop, Verdict } from '../../src/worker/api.ts';
import { DEMO_PACK } from './fake-chains.ts';
import data from './fake-verdict-data.json' with { type: 'json' };

type Height = keyof typeof data.blocks;
type RecordId = keyof typeof data.records;
type Findings = Partial<Record<CheckId, Partial<Check>>>;

const chain = { id: 'demo-a', family: 'cometbft', version: '0.38', operator: 'Demo network' };
/** The bill of lading with one digit changed. */
const ALTERED = '6798b374f391b386bd7dca4272025a6e0340a1201a13e6b7b9998efb3cd3cd67';

function block(height: number) {
  const { hash, seconds, nanos } = data.blocks[String(height) as Height];
  return { height: BigInt(height), hash, seconds: BigInt(seconds), nanos };
}

function signers(height: number): Signer[] {
  return data.blocks[String(height) as Height].signers.map((signer) => ({
    ...signer,
    keyType: 'ed25519',
    power: BigInt(signer.power),
    state: signer.state as Signer['state'],
    signedAt: undefined,
  }));
}

export function quorumOf(height: number, members: Signer[] = signers(height)): QuorumPicture {
  const totalPower = members.reduce((sum, signer) => sum + signer.power, 0n);
  const signedPower = members.reduce((sum, signer) => sum + (signer.state === 'signed' ? signer.power : 0n), 0n);
  return { height: BigInt(height), signers: members, signedPower, totalPower, needed: (totalPower * 2n) / 3n };
}

function stop(height: number, how: TrustStop['how']): TrustStop {
  const { hash } = block(height);
  if (how === 'checkpoint' || how === 'ancestor') return { height: BigInt(height), hash, how };
  const quorum = quorumOf(height);
  const signed = quorum.signers.filter((signer) => signer.state === 'signed').length;
  const { signedPower, totalPower } = quorum;
  return { height: BigInt(height), hash, how, signedPower, totalPower, signed, members: quorum.signers.length };
}

function bytes(name: string, hex: string, differs = false): Fact {
  return { name, value: { kind: 'bytes', hex }, ...(differs ? { differs } : {}) };
}

function checksOf(id: RecordId, presented: string, quorum: QuorumPicture, findings: Findings): Check[] {
  const record = data.records[id];
  const standard: Record<CheckId, Partial<Check>> = {
    readable: { code: 'finding/file-read', values: { name: record.file, bytes: record.bytes } },
    digest: {
      code: 'finding/digest-computed',
      values: { algorithm: 'SHA-256' },
      facts: [bytes('fact/document-digest', presented)],
    },
    'digest-equals-record': {
      code: 'finding/digest-same',
      values: { id: `record/${id}` },
      facts: digestFacts(id, presented),
    },
    'in-block': {
      code: 'finding/in-block',
      values: { height: record.height, position: record.index + 1, total: record.total, steps: record.siblings.length },
      facts: pathFacts(id),
    },
    executed: { state: 'unknown', code: 'finding/execution-not-shown' },
    'linked-to-signed-header': {
      code: 'finding/signed-directly',
      values: { height: record.height },
      facts: [bytes('fact/header-hash', block(record.height).hash)],
    },
    quorum: { code: 'finding/quorum', values: quorumValues(quorum), facts: signatureFacts(quorum) },
    'validators-known': {
      code: 'finding/known-from-checkpoint',
      values: { height: 1, steps: 1 },
      facts: [bytes('fact/checkpoint-hash', data.blocks['1'].validatorsHash)],
    },
    witnessed: { state: 'unknown', code: 'finding/no-witness' },
    final: { code: 'finding/final-by-quorum' },
    'status-after': { state: 'not-applicable', code: 'finding/no-status' },
    recorder: { state: 'unknown', code: 'finding/no-recorder' },
    'across-chains': { state: 'not-applicable', code: 'finding/not-across' },
  };
  return CHECK_IDS.map((checkId) => ({
    id: checkId,
    state: 'pass',
    code: '',
    values: {},
    facts: [],
    ...standard[checkId],
    ...findings[checkId],
  }));
}

function digestFacts(id: RecordId, presented: string): Fact[] {
  const record = data.records[id];
  const differs = presented !== record.sha256;
  return [bytes('fact/document-digest', presented, differs), bytes('fact/record-digest', record.sha256, differs)];
}

function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pathFacts(id: RecordId): Fact[] {
  const { path, txHash, tx } = data.records[id];
  return [
    bytes('fact/record-bytes', hexOf(tx)),
    bytes('fact/record-hash', txHash),
    bytes('fact/merkle-root', path.at(-1)!),
  ];
}

function quorumValues(quorum: QuorumPicture) {
  const signed = quorum.signers.filter((signer) => signer.state === 'signed').length;
  return {
    height: quorum.height,
    signed,
    members: quorum.signers.length,
    power: quorum.signedPower,
    total: quorum.totalPower,
    needed: quorum.needed,
  };
}

function signatureFacts(quorum: QuorumPicture): Fact[] {
  return quorum.signers.flatMap(({ name, power, state, signature }) => {
    const who: Fact = { name: `fact/vote-${state}`, value: { kind: 'text', text: `${name} · ${power}` } };
    return signature ? [who, bytes('fact/signature', signature)] : [who];
  });
}

function base(id: RecordId, quorum: QuorumPicture, presented: string, findings: Findings = {}) {
  const record = data.records[id];
  return {
    document: { name: record.file, size: record.bytes, digest: presented },
    proof: undefined,
    chain,
    pack: DEMO_PACK,
    recordBlock: block(record.height),
    record: {
      id: `record/${id}`,
      algorithm: 'sha256' as const,
      digest: record.sha256,
      transactionHash: record.txHash,
    },
    checks: checksOf(id, presented, quorum, findings),
    merkle: {
      index: BigInt(record.index),
      total: BigInt(record.total),
      tree: 'rfc6962' as const,
      path: record.path,
      levels: record.siblings.map(({ hash, side }) => ({ left: [], right: [], [side]: [hash] })),
      rootName: 'data_hash',
    },
    quorum,
    digests: { algorithm: 'SHA-256', document: presented, record: record.sha256 },
    canSave: true,
    checkedAt: { seconds: 1795632107n, nanos: 0 },
  };
}

export function consistent(): Verdict {
  const id = 'green-en-005';
  const linked = {
    code: 'finding/linked',
    values: { height: 971, links: 36 },
    facts: [bytes('fact/header-hash', block(935).hash)],
  };
  return {
    ...base(id, quorumOf(971), data.records[id].sha256, { 'linked-to-signed-header': linked }),
    id: 'yes',
    outcome: 'consistent',
    code: 'verdict/document-included',
    values: { chain: 'demo-a', height: 935 },
    asOf: block(1201),
    limits: ['limit/not-before-chain', 'limit/not-who'],
    trust: {
      stops: [stop(1, 'checkpoint'), ...[676, 971, 1100, 1201].map((height) => stop(height, 'skipped-to'))],
      recordHeight: 935n,
      links: 36n,
    },
  };
}

export function inconsistent(): Verdict {
  const id = 'lading-en-005';
  return {
    ...base(id, quorumOf(256), ALTERED, {
      'digest-equals-record': {
        state: 'fail',
        code: 'finding/digest-differs',
        values: { id: `record/${id}` },
        facts: digestFacts(id, ALTERED),
      },
    }),
    id: 'no',
    outcome: 'inconsistent',
    code: 'verdict/digest-differs',
    values: {},
    asOf: block(256),
    limits: ['limit/who-changed', 'limit/which-true'],
    trust: { stops: [stop(1, 'checkpoint'), stop(256, 'skipped-to')], recordHeight: 256n, links: 0n },
  };
}

export function cannotTell(): Verdict {
  const id = 'evidence-zh-003';
  const members = signers(32).map(
    (signer, place): Signer => (place < 2 ? signer : { ...signer, state: 'absent', signature: undefined }),
  );
  const quorum = quorumOf(32, members);
  const code = 'cometbft/no-quorum';
  const values = { power: quorum.signedPower, needed: quorum.needed, total: quorum.totalPower };
  return {
    ...base(id, quorum, data.records[id].sha256, {
      quorum: { state: 'fail', code, values, facts: signatureFacts(quorum) },
      final: { state: 'unknown', code: 'finding/not-reached' },
    }),
    id: 'open',
    outcome: 'cannot-tell',
    code,
    values,
    asOf: block(1),
    limits: ['limit/says-nothing'],
    trust: { stops: [stop(1, 'checkpoint')], recordHeight: 32n, links: 0n },
  };
}
