// What was dropped: proof file, pack, digest or document, told by content; and nothing in an item may break the sorting.
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { type Item, sortItem, textItem } from '../../../src/record/intake.ts';
import { MAX_PROOF_BYTES } from '../../../src/record/proof-file.ts';
import { chainJson, payloadJson, printPack } from '../../support/make-chain-pack.ts';
import { itemOf, makeProof, printProof, recordChain } from '../../support/make-chain-proof.ts';
import { refusalOf } from '../../support/mutate.ts';

const chain = recordChain();
const PROOF = printProof(makeProof(chain));
const DIGEST = 'ab'.repeat(32);

async function sort(item: Item): Promise<string> {
  const sorted = await sortItem(item, new AbortController().signal, () => undefined);
  return sorted.kind === 'unreadable' ? sorted.error.code : sorted.kind;
}

/** Digests of another implementation than ours. */
function digestsOf(bytes: Uint8Array) {
  const hex = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { digest: hex('sha256'), sm3: hex('sm3') };
}

/** A document is known by the digests of all its bytes: which of them a record holds is not known yet. */
async function expectDocument(item: Item, bytes: Uint8Array): Promise<void> {
  const sorted = await sortItem(item, new AbortController().signal, () => undefined);
  expect(sorted).toMatchObject({
    kind: 'document',
    file: { name: item.name, size: bytes.length, ...digestsOf(bytes) },
  });
}

describe('a proof file', () => {
  it.each([
    ['under its own name', PROOF, 'bl-7.proof.json'],
    ['under any name', PROOF, 'download(3)'],
    ['pasted', PROOF, ''],
    ['with its mediaType far down', PROOF.replace('{', `{${' '.repeat(5000)}`), 'a.json'],
    ['with white space before it', `\n\t ${PROOF}`, 'a.proof.json'],
  ])('is known %s', async (_, text, name) => {
    expect(await sort(itemOf(text, name))).toBe('proof');
  });

  it.each([
    ['broken, by its name', '{"mediaType": ', 'bl-7.proof.json', 'json/syntax'],
    ['broken after its mediaType', PROOF.slice(0, -20), 'a.json', 'json/syntax'],
    ['with a member twice', PROOF.replace('"chain":', '"chain": "x", "chain":'), 'a.json', 'json/duplicate-key'],
    ['with an unknown member', PROOF.replace('"chain":', '"cain": "x", "chain":'), 'a.json', 'json/unknown-member'],
    ['that brings its own trust', PROOF.replace('"chain":', '"pack": {}, "chain":'), 'a.json', 'json/unknown-member'],
    ['of the next format', PROOF.replace('proof.v1+json', 'proof.v2+json'), 'a.json', 'record/proof-version'],
    ['of no known format', PROOF.replace('proof.v1+json', 'proof.vX+json'), 'a.json', 'record/not-a-proof-file'],
    ['named so, but another document', '{"a":1}', 'a.proof.json', 'record/not-a-proof-file'],
    ['without a chain', PROOF.replace('"chain": "records-1",', ''), 'a.json', 'json/expected-string'],
    ['with a byte order mark', `\ufeff${PROOF}`, 'a.json', 'json/syntax'],
    [
      'nested too deep',
      PROOF.replace('"chain":', `"ancestors": ${'['.repeat(10_000)}, "chain":`),
      'a.json',
      'json/too-deep',
    ],
  ])('is not readable %s', async (_, text, name, expected) => {
    expect(await sort(itemOf(text, name))).toBe(expected);
  });

  it('that is too large is refused by its size, without being read', async () => {
    const head = toUtf8(PROOF.slice(0, 4096));
    const slice = vi.fn(async (start: number, end: number) => head.subarray(start, end));
    expect(await sort({ name: 'a.proof.json', size: MAX_PROOF_BYTES + 1, slice })).toBe('record/proof-too-large');
    expect(slice).toHaveBeenCalledTimes(1);
    expect(slice).toHaveBeenCalledWith(0, 4096);
  });
});

describe('other things', () => {
  it.each([
    ['an empty file', new Uint8Array(0), 'a.txt', 'record/empty-file'],
    ['an empty proof file', new Uint8Array(0), 'a.proof.json', 'record/empty-file'],
    ['a trust pack', printPack(payloadJson([chainJson(chain.profile, [])])), 'pack.json', 'record/is-a-trust-pack'],
    [
      'a trust pack with spaces',
      toUtf8('\n { "payload" : "e30", "signatures": [] }'),
      'pack.json',
      'record/is-a-trust-pack',
    ],
    ['a digest, pasted', toUtf8(DIGEST), '', 'digest'],
    ['a digest in capitals, with 0x and line ends', toUtf8(`0x${DIGEST.toUpperCase()}\r\n`), '', 'digest'],
    ['a digest in groups of four', toUtf8(DIGEST.replace(/(.{4})/g, '$1 ')), '', 'digest'],
  ])('%s', async (_, bytes, name, expected) => {
    expect(await sort(itemOf(bytes, name))).toBe(expected);
  });

  it.each([
    ['a digest in a file', toUtf8(DIGEST), 'digest.txt'],
    ['63 characters of hex, pasted', toUtf8(DIGEST.slice(1)), ''],
    ['two digests, pasted', toUtf8(`${DIGEST}\n${DIGEST}`), ''],
    [
      'a picture',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, ...new Uint8Array(3000).fill(0xa5)]),
      'photo.jpg',
    ],
    ['a picture named like a proof', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'photo.proof.json'],
    ['JSON like any other', toUtf8('{"invoice": 7}'), 'invoice.json'],
    ['JSON 10,000 levels deep', toUtf8(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 'deep.json'],
    ['arrays 10,000 levels deep', toUtf8('['.repeat(10_000)), 'deep.json'],
    ['deep JSON that speaks of proofs', toUtf8(`${'{"vnd.mingzheng.proof":'.repeat(10_000)}1`), 'deep.json'],
    ['JSON with a key twice that speaks of proofs', toUtf8('{"a":"vnd.mingzheng.proof","a":1}'), 'twice.json'],
    [
      'JSON with a proof inside',
      toUtf8(
        JSON.stringify({ note: 'x'.repeat(5000), inner: { mediaType: 'application/vnd.mingzheng.proof.v1+json' } }),
      ),
      'outer.json',
    ],
    ['bytes that are no text', Uint8Array.from({ length: 256 }, (_, i) => i), 'a.bin'],
    ['an open brace', toUtf8('{'), 'a.json'],
  ])('%s is a document', async (_, bytes, name) => {
    await expectDocument(itemOf(bytes, name), bytes);
  });

  // Reported: the mark of a proof file is looked for in the first 4096 bytes of anything, not only of JSON objects.
  it('a text that explains the format is a document', async () => {
    const text = 'A proof file begins with {\n  "mediaType": "application/vnd.mingzheng.proof.v1+json"';
    await expectDocument(itemOf(text, 'explained.md'), toUtf8(text));
  });
});

describe('reading', () => {
  it('hashes a large document piece by piece, with progress', async () => {
    const size = (3 << 20) + 5;
    const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7);
    const seen: number[] = [];
    const sorted = await sortItem(itemOf(bytes, 'scan.pdf'), new AbortController().signal, (done) => seen.push(done));
    expect(sorted).toMatchObject({ kind: 'document', file: digestsOf(bytes) });
    expect(seen).toEqual([1 << 20, 2 << 20, 3 << 20, size]);
  });

  it.each([0, 1, 55, 56, 63, 64, 65])('hashes a document of a piece and %i bytes by both functions', async (more) => {
    const bytes = Uint8Array.from({ length: (1 << 20) + more }, (_, i) => i * 31);
    await expectDocument(itemOf(bytes, 'scan.pdf'), bytes);
  });

  it('leaves a pasted digest as it is: nobody knows what made it', async () => {
    const sorted = await sortItem(textItem(DIGEST), new AbortController().signal, () => undefined);
    expect(sorted).toEqual({ kind: 'digest', file: { name: '', size: 64, digest: DIGEST } });
  });

  it('can be cancelled', async () => {
    const stop = new AbortController();
    const promise = sortItem(itemOf(new Uint8Array(5 << 20), 'a.bin'), stop.signal, () => stop.abort());
    expect(await refusalOf(promise)).toBe('client/cancelled');
  });

  it('that fails is told, not thrown', async () => {
    const slice = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    expect(await sort({ name: 'gone.pdf', size: 10, slice })).toBe('record/unreadable');
  });

  it('takes pasted text as it is', async () => {
    const item = textItem('明证');
    expect([item.name, item.size]).toEqual(['', 6]);
    await expectDocument(item, toUtf8('明证'));
  });
});
