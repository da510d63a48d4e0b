// Chains differ in how they digest a document. Verified with its proof, whatever the record holds, a document is compared by the
// record's own function; a pasted digest is compared as it is.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAbiRule } from '../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { byDigest, findInArchive } from '../../../src/client/find-record.ts';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { Item } from '../../../src/record/intake.ts';
import { printProofFile } from '../../../src/record/proof-file.ts';
import type { ChainTrust } from '../../../src/record/verify.ts';
import { fiscoRule, fiscoSource } from '../../support/fisco-archive.ts';
import { itemOf, makeProof, printProof, recordChain, trustIn, verifyWith } from '../../support/make-chain-proof.ts';
import {
  DOCUMENT,
  digestFor,
  exampleFisco,
  FAILED_RECORD,
  INPUT_RECORD,
  RECORD,
} from '../../support/make-fisco-example.ts';
import type { Cryptography } from '../../support/make-fisco-keys.ts';
import { NO_SIGNAL } from '../client/rig.ts';

const LIMITS = ['limit/fisco-no-state', 'limit/fisco-time', 'limit/fisco-leader'];
const OTHER = toUtf8('Bill of lading 8, as signed.\n');
const hexOf = (algorithm: 'sha256' | 'sm3', content: Uint8Array) => createHash(algorithm).update(content).digest('hex');

interface Setting {
  readonly trust: ChainTrust;
  readonly now: ReturnType<typeof exampleFisco>['now'];
  /** By the record's name and the kind of its proof. */
  readonly proofs: ReadonlyMap<string, string>;
}

/** Proof files of all records of the document in an example chain. */
async function settingOf(cryptography: Cryptography): Promise<Setting> {
  const chain = exampleFisco({ cryptography });
  const { profile, now } = chain;
  const rule = readAbiRule(Reader.of(parseJson(JSON.stringify(fiscoRule(chain)))));
  const checkpoints = [chain.checkpoint(1)];
  const context = { family: fiscoBcos, profile, verifier: localVerifier, clock: { now: () => now } };
  const sought = byDigest(context, rule, [digestFor(chain, DOCUMENT)]);
  const found = await findInArchive(context, checkpoints, fiscoSource(chain), sought, NO_SIGNAL);
  const pack = { name: 'Test pack', fingerprint: '00', version: 1, kind: 'imported' } as const;
  const trust = { family: fiscoBcos, profile, operator: 'Sealers', checkpoints, rule, names: new Map(), pack };
  const nameOf = (proof: (typeof found)[number]) =>
    `${fiscoBcos.records.recordIn(profile, rule, proof.record)!.id} ${'log' in proof.record ? 'event' : 'input'}`;
  const print = (proof: (typeof found)[number]) => new TextDecoder().decode(printProofFile(fiscoBcos, proof));
  return { trust, now, proofs: new Map(found.map((proof) => [nameOf(proof), print(proof)])) };
}

let national: Setting;
let international: Setting;
beforeAll(async () => {
  [national, international] = await Promise.all([settingOf('national'), settingOf('international')]);
});

const verify = ({ trust, now }: Setting, ...items: readonly Item[]) =>
  verifyWith([trust], now, items, { verifier: localVerifier });
const event = ({ proofs }: Setting) => itemOf(proofs.get(`${RECORD.id} event`)!, 'bl-7.proof.json');
const document = (content = DOCUMENT) => itemOf(content, 'bl-7.txt');

describe('a record that holds an SM3 digest', () => {
  it('is what its document is compared with by SM3, which the verdict names', async () => {
    const [verdict, ...more] = await verify(national, event(national), document());
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({
      outcome: 'consistent',
      code: 'verdict/document-consistent',
      document: { digest: hexOf('sha256', DOCUMENT), sm3: hexOf('sm3', DOCUMENT) },
      record: { id: RECORD.id, algorithm: 'sm3', digest: hexOf('sm3', DOCUMENT) },
      digests: { algorithm: 'SM3', document: hexOf('sm3', DOCUMENT), record: hexOf('sm3', DOCUMENT) },
    });
  });

  it('tells another document from it', async () => {
    const [verdict] = await verify(national, event(national), document(OTHER));
    expect(verdict).toMatchObject({
      outcome: 'inconsistent',
      code: 'verdict/digest-differs',
      digests: { algorithm: 'SM3', document: hexOf('sm3', OTHER), record: hexOf('sm3', DOCUMENT) },
    });
  });

  it('finds its document among others, whatever they are called', async () => {
    const items = [event(national), itemOf(OTHER, 'bl-7.txt'), itemOf(DOCUMENT, 'other.txt')];
    const verdicts = await verify(national, ...items);
    const own = verdicts.find(({ proof }) => proof !== undefined);
    expect(own).toMatchObject({ outcome: 'consistent', document: { name: 'other.txt' } });
  });

  it('is consistent with its digest pasted; another one may be of another function, and contradicts nothing', async () => {
    const [same] = await verify(national, event(national), itemOf(hexOf('sm3', DOCUMENT)));
    expect(same).toMatchObject({
      outcome: 'consistent',
      digests: { algorithm: 'SM3', document: hexOf('sm3', DOCUMENT) },
    });
    for (const digest of [hexOf('sha256', DOCUMENT), hexOf('sm3', OTHER)]) {
      const [other] = await verify(national, event(national), itemOf(digest));
      expect(other).toMatchObject({ outcome: 'cannot-tell', code: 'record/digest-kind-unknown' });
    }
  });
});

describe('a record that holds a SHA-256 digest', () => {
  it('is compared by SHA-256 in either family', async () => {
    const [sealed] = await verify(international, event(international), document());
    expect(sealed).toMatchObject({ outcome: 'consistent', digests: { algorithm: 'SHA-256' } });
    const chain = recordChain();
    const items = [itemOf(printProof(makeProof(chain)), 'a.proof.json'), document()];
    const [voted] = await verifyWith([trustIn(chain)], chain.now, items);
    expect(voted).toMatchObject({
      outcome: 'consistent',
      record: { algorithm: 'sha256' },
      digests: { algorithm: 'SHA-256', document: hexOf('sha256', DOCUMENT) },
    });
  });

  it('is not met by the SM3 digest of the same document', async () => {
    const [verdict] = await verify(international, event(international), itemOf(hexOf('sm3', DOCUMENT)));
    expect(verdict).toMatchObject({ outcome: 'inconsistent' });
  });
});

describe('verdicts on records of sealers', () => {
  it.each([
    [`${RECORD.id} event`, 'consistent', 'receiptsRoot'],
    [`${RECORD.id} input`, 'consistent', 'transactionsRoot'],
    [`${INPUT_RECORD.id} input`, 'consistent', 'transactionsRoot'],
    [`${FAILED_RECORD.id} input`, 'cannot-tell', 'transactionsRoot'],
  ])('%s: %s, through %s', async (name, outcome, rootName) => {
    const [verdict] = await verify(national, itemOf(national.proofs.get(name)!, 'a.proof.json'), document());
    expect(verdict).toMatchObject({ outcome, merkle: { tree: 'pairs', rootName } });
  });

  it('say what can never be shown there, and that times are one leader’s word', async () => {
    const [verdict] = await verify(national, event(national), document());
    expect(verdict!.limits).toEqual(expect.arrayContaining(LIMITS));
    expect([verdict!.recordBlock?.timeClaimed, verdict!.asOf?.timeClaimed]).toEqual([true, true]);
  });

  it('leave open what became of a call whose receipt is left out', async () => {
    const { execution: _, ...rest } = JSON.parse(national.proofs.get(`${INPUT_RECORD.id} input`)!);
    const [verdict] = await verify(national, itemOf(JSON.stringify(rest), 'a.proof.json'), document());
    expect(verdict).toMatchObject({ outcome: 'cannot-tell', code: 'verdict/document-included' });
  });

  it('do not say of a chain whose times are agreed upon that they are one member’s word', async () => {
    const chain = recordChain();
    const [verdict] = await verifyWith([trustIn(chain)], chain.now, [
      itemOf(printProof(makeProof(chain)), 'a.proof.json'),
    ]);
    expect(verdict!.recordBlock).not.toHaveProperty('timeClaimed');
    for (const limit of LIMITS) expect(verdict!.limits).not.toContain(limit);
  });
});
