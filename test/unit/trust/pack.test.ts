// Trust packs: whose signatures count, what else is refused, and what a pack's fingerprint and trust root hang on.
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { toBase64Url, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { chainTrust } from '../../../src/trust/chain-trust.ts';
import { DEMO_KEY_THUMBPRINT } from '../../../src/trust/demo-key.ts';
import { thumbprint } from '../../../src/trust/jws.ts';
import { openPack, PACK_MEDIA_TYPE } from '../../../src/trust/pack.ts';
import { makeChain } from '../../support/make-chain.ts';
import { makeKeyFrom } from '../../support/make-chain-keys.ts';
import {
  chainJson,
  type JsonMembers,
  jwk,
  packKey,
  payloadJson,
  printPack,
  profileJson,
  RECORD_PATTERN,
  type SignatureParts,
} from '../../support/make-chain-pack.ts';
import { flipped, refusalOf } from '../../support/mutate.ts';

const chain = makeChain({ length: 2, validators: 2 });
const CHAIN = chainJson(chain.profile, [chain.checkpoint(1)]);
const PAYLOAD = payloadJson([CHAIN]);
const open = (bytes: Uint8Array) => openPack(bytes, localVerifier);
const code = (bytes: Uint8Array) => refusalOf(open(bytes));
const codeOf = (changes: JsonMembers) => code(printPack({ ...PAYLOAD, ...changes }));
const codeOfChain = (changes: JsonMembers) => codeOf({ chains: [{ ...CHAIN, ...changes }] });
const signers = (...numbers: number[]): SignatureParts[] => numbers.map((number) => ({ key: packKey(number) }));
const keys = (...numbers: number[]) => numbers.map((number) => jwk(packKey(number)));

describe('a pack', () => {
  it('is opened with what it says', async () => {
    const pack = await open(printPack(PAYLOAD));
    expect(pack).toMatchObject({
      name: 'Test pack',
      version: 1,
      demo: false,
      signers: [thumbprint(packKey(0).publicKey)],
    });
    expect(pack.chains[0]).toMatchObject({ id: 'made-1', family: 'cometbft', checkpoints: [chain.checkpoint(1)] });
    expect(chainTrust(pack, pack.chains[0]!, cometbft)).toMatchObject({
      profile: chain.profile,
      pack: { kind: 'imported', fingerprint: pack.fingerprint },
    });
  });

  it.each([
    ['not JSON', toUtf8('x'), 'json/syntax'],
    ['an array', toUtf8('[]'), 'json/expected-object'],
    ['another document', toUtf8('{"a":1}'), 'trust/not-a-pack'],
    ['a payload that is no pack', printPack({ mediaType: 'text/plain' }), 'trust/not-a-pack'],
    ['a payload without mediaType', printPack({}), 'trust/not-a-pack'],
    ['a payload that is not JSON', printPack('hello'), 'json/syntax'],
    [
      'a payload with a key twice',
      printPack(JSON.stringify(PAYLOAD).replace('"version":1', '"version":1,"version":2')),
      'json/duplicate-key',
    ],
    ['the next format', printPack({ ...PAYLOAD, mediaType: PACK_MEDIA_TYPE.replace('v1', 'v2') }), 'trust/not-a-pack'],
    ['a member beside payload and signatures', printPack(PAYLOAD, signers(0), { header: {} }), 'json/unknown-member'],
  ])('is not %s', async (_, bytes, expected) => {
    expect(await code(bytes)).toBe(expected);
  });
});

describe('signatures', () => {
  it('are refused when wrong in any part', async () => {
    const { payload, signatures } = JSON.parse(new TextDecoder().decode(printPack(PAYLOAD))) as {
      payload: string;
      signatures: { protected: string; signature: string }[];
    };
    const [first] = signatures;
    const bytes = Buffer.from(first!.signature, 'base64url');
    const withSignature = (signature: string, header = first!.protected) =>
      code(toUtf8(JSON.stringify({ payload, signatures: [{ protected: header, signature }] })));
    for (let at = 0; at < 64; at += 9)
      expect(await withSignature(toBase64Url(flipped(bytes, at)))).toBe('trust/signature');
    expect(await withSignature(toBase64Url(bytes.subarray(1)))).toBe('trust/signature');
    expect(await withSignature('')).toBe('trust/signature');
    const spaced = Buffer.from(first!.protected, 'base64url').toString().replace('{', '{ ');
    expect(await withSignature(first!.signature, toBase64Url(toUtf8(spaced)))).toBe('trust/signature');
    const other = toBase64Url(toUtf8(JSON.stringify({ ...PAYLOAD, name: 'Other' })));
    expect(await code(toUtf8(JSON.stringify({ payload: other, signatures })))).toBe('trust/signature');
  });

  it.each([
    ['an algorithm that is none', { alg: 'none' }, 'trust/algorithm'],
    ['another algorithm', { alg: 'ES256' }, 'trust/algorithm'],
    ['another spelling', { alg: 'eddsa' }, 'trust/algorithm'],
    ['an unknown key id', { kid: 'unknown' }, 'trust/signature'],
    ['the key id of another key', { kid: thumbprint(packKey(1).publicKey) }, 'trust/signature'],
    ['another type', { typ: 'JWT' }, 'trust/signature'],
    ['a key in the header', { jwk: jwk(packKey(0)) }, 'json/unknown-member'],
    ['a critical extension', { crit: ['exp'] }, 'json/unknown-member'],
  ])('are refused with %s in the header', async (_, header, expected) => {
    expect(await code(printPack(PAYLOAD, [{ key: packKey(0), header }]))).toBe(expected);
  });

  it('by a key that the pack does not list are refused, beside right ones too', async () => {
    expect(await code(printPack(PAYLOAD, signers(1)))).toBe('trust/signature');
    expect(await code(printPack(PAYLOAD, signers(0, 1)))).toBe('trust/signature');
  });

  it('count by distinct keys against the threshold', async () => {
    const pack = { ...PAYLOAD, keys: keys(0, 1, 2, 3, 4), threshold: 3 };
    const count = async (...numbers: number[]) => code(printPack(pack, signers(...numbers)));
    expect(await count(0, 2, 4)).toBe('accepted');
    expect(await count(0, 1, 2, 3, 4)).toBe('accepted');
    expect(await count(0, 2)).toBe('trust/threshold');
    expect(await count(0, 0, 0)).toBe('trust/threshold');
    expect(await count(0, 2, 2)).toBe('trust/threshold');
    expect(await count()).toBe('trust/threshold');
    expect(await code(printPack({ ...pack, keys: keys(0, 0, 1) }, signers(0, 1)))).toBe('trust/threshold');
    expect(await code(printPack({ ...pack, threshold: 6 }, signers(0, 1, 2, 3, 4)))).toBe('trust/threshold');
    for (const threshold of [0, -1, 33]) expect(await codeOf({ threshold })).toBe('json/integer-range');
  });

  it.each([
    ['a key of another kind', { kty: 'EC', crv: 'Ed25519', x: toBase64Url(new Uint8Array(32)) }, 'trust/key'],
    ['another curve', { kty: 'OKP', crv: 'X25519', x: toBase64Url(new Uint8Array(32)) }, 'trust/key'],
    ['a short key', { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(new Uint8Array(31)) }, 'trust/key'],
    ['a private key', { ...jwk(packKey(0)), d: 'AA' }, 'json/unknown-member'],
  ])('need a key that is right: %s', async (_, key, expected) => {
    expect(await codeOf({ keys: [key] })).toBe(expected);
  });

  it('under a key of small order, which fit any message, are refused', async () => {
    const weak = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
    const key = { ...packKey(0), publicKey: weak, sign: () => Uint8Array.from([...weak, ...new Uint8Array(32)]) };
    expect(await code(printPack({ ...PAYLOAD, keys: [jwk(key)] }, [{ key }]))).toBe('trust/signature');
  });
});

describe('the demo key', () => {
  const demoKey = makeKeyFrom(
    sha256(
      toUtf8('mingzheng demo trust pack key: anyone can sign with it, so it vouches only for what is marked as demo'),
    ),
  );
  const demo = (changes: JsonMembers, by: SignatureParts[] = [{ key: demoKey }]) =>
    code(printPack({ ...PAYLOAD, keys: [jwk(demoKey), jwk(packKey(0))], ...changes }, by));

  it('is the one that everyone can make', () => {
    expect(thumbprint(demoKey.publicKey)).toBe(DEMO_KEY_THUMBPRINT);
  });

  it('signs only what is marked as demo, alone or among others', async () => {
    expect(await demo({ demo: true })).toBe('accepted');
    expect(await demo({ demo: false })).toBe('trust/demo-key');
    expect(await demo({ demo: false }, [{ key: packKey(0) }, { key: demoKey }])).toBe('trust/demo-key');
    expect(await demo({ demo: false }, [{ key: packKey(0) }])).toBe('accepted');
  });

  it('marks the trust that it gives', async () => {
    const pack = await open(printPack({ ...PAYLOAD, keys: [jwk(demoKey)], demo: true }, [{ key: demoKey }]));
    expect(chainTrust(pack, pack.chains[0]!, cometbft).pack.kind).toBe('demo');
  });
});

describe('members of a pack', () => {
  it.each([
    ['an unknown member', { extra: 1 }, 'json/unknown-member'],
    ['no name', { name: null }, 'json/expected-string'],
    ['version 0', { version: 0 }, 'json/integer-range'],
    ['version 1.5', { version: 1.5 }, 'json/expected-integer'],
    ['demo as text', { demo: 'false' }, 'json/expected-boolean'],
    ['demo missing', { demo: null }, 'json/expected-boolean'],
    ['a day instead of a time', { issued: '2026-01-01' }, 'codec/time'],
    ['an end at its start', { expires: '2026-01-01T00:00:00Z' }, 'trust/dates'],
    ['an end before its start', { expires: '2025-01-01T00:00:00Z' }, 'trust/dates'],
    ['an end a nanosecond after its start', { expires: '2026-01-01T00:00:00.000000001Z' }, 'accepted'],
    ['a chain twice', { chains: [CHAIN, { ...CHAIN, title: 'Again' }] }, 'trust/duplicate-chain'],
    ['no chains', { chains: [] }, 'accepted'],
    ['chains missing', { chains: null }, 'json/expected-array'],
  ])('%s', async (_, changes, expected) => {
    expect(await codeOf(changes)).toBe(expected);
  });

  it.each([
    ['an unknown member', { extra: 1 }, 'json/unknown-member'],
    ['a checkpoint with a short hash', { checkpoints: [{ height: 1, hash: 'ab' }] }, 'trust/checkpoint'],
    ['a checkpoint at height 0', { checkpoints: [{ height: 0, hash: '00'.repeat(32) }] }, 'accepted'],
    ['a checkpoint below height 0', { checkpoints: [{ height: -1, hash: '00'.repeat(32) }] }, 'json/integer-range'],
    ['a checkpoint at no height', { checkpoints: [{ hash: '00'.repeat(32) }] }, 'json/expected-integer'],
    [
      'a checkpoint with an unknown member',
      { checkpoints: [{ height: 1, hash: '00'.repeat(32), set: [] }] },
      'json/unknown-member',
    ],
    [
      'a checkpoint that ends at no time',
      { checkpoints: [{ height: 1, hash: '00'.repeat(32), validUntil: 'soon' }] },
      'codec/time',
    ],
    ['no checkpoints', { checkpoints: [] }, 'trust/checkpoint'],
    ['a source of another kind', { sources: [{ kind: 'ftp', address: 'x', operator: 'y' }] }, 'trust/source-kind'],
    ['a name for what is no address', { validators: [{ address: 'xyz', name: 'n' }] }, 'codec/hex'],
    ['a name for nobody', { validators: [{ address: '00', name: null }] }, 'json/expected-string'],
    ['a rule for records that only its family can read', { records: { kind: 'log' } }, 'accepted'],
    ['a rule for records that is no object', { records: '{sha256}' }, 'json/expected-object'],
    ['no rule for records', { records: null }, 'accepted'],
  ])('of a chain: %s', async (_, changes, expected) => {
    expect(await codeOfChain(changes)).toBe(expected);
  });
});

/** What the family of the chain says to a pack's chain that was opened without it. */
async function codeOfTrust(changes: JsonMembers): Promise<string> {
  const pack = await open(printPack({ ...PAYLOAD, chains: [{ ...CHAIN, ...changes }] }));
  return refusalOf(Promise.resolve().then(() => chainTrust(pack, pack.chains[0]!, cometbft)));
}

describe('the rule for records', () => {
  it('is read by the family, and given to it as it was read', async () => {
    const pack = await open(printPack(PAYLOAD));
    expect(chainTrust(pack, pack.chains[0]!, cometbft).rule).toEqual({
      kind: 'transaction-text',
      pattern: RECORD_PATTERN,
    });
  });

  it('may be missing: then there is none', async () => {
    const pack = await open(printPack({ ...PAYLOAD, chains: [{ ...CHAIN, records: null }] }));
    expect(chainTrust(pack, pack.chains[0]!, cometbft)).not.toHaveProperty('rule');
  });

  it.each([
    ['of an unknown kind', { kind: 'log', pattern: '{sha256}' }, 'trust/record-rule'],
    ['of another family', { kind: 'abi', sources: [] }, 'json/unknown-member'],
    ['without a digest', { kind: 'transaction-text', pattern: 'record/{id}' }, 'trust/record-rule'],
    ['without a pattern', { kind: 'transaction-text' }, 'json/expected-string'],
    ['without a kind', { pattern: '{sha256}' }, 'json/expected-string'],
  ])('%s is refused by the family', async (_, records, expected) => {
    expect(await codeOfTrust({ records })).toBe(expected);
  });
});

describe('the profile of a CometBFT chain', () => {
  const profile = profileJson(chain.profile);
  const read = (changes: JsonMembers) => codeOfTrust({ profile: { ...profile, ...changes } });

  it.each([
    ['as it is', {}, 'accepted'],
    ['an unknown member', { quorum: 1 }, 'json/unknown-member'],
    ['an unknown rule for Ed25519', { ed25519: 'strict' }, 'trust/unknown-rule'],
    ['no rule for Ed25519', { ed25519: null }, 'json/expected-string'],
    ['no key types', { keyTypes: [] }, 'trust/unknown-rule'],
    ['an unknown key type', { keyTypes: ['rsa'] }, 'trust/unknown-rule'],
    ['a key type that is a member of every object', { keyTypes: ['toString'] }, 'trust/unknown-rule'],
    ['an unknown meaning of data_hash', { dataHash: 'square' }, 'trust/unknown-rule'],
    ['trust level 1/3', { trustLevel: { numerator: 1, denominator: 3 } }, 'accepted'],
    ['trust level 1', { trustLevel: { numerator: 1, denominator: 1 } }, 'accepted'],
    ['a trust level below 1/3', { trustLevel: { numerator: 333333, denominator: 1000000 } }, 'trust/trust-level'],
    ['a trust level above 1', { trustLevel: { numerator: 4, denominator: 3 } }, 'trust/trust-level'],
    ['a trust level of 0', { trustLevel: { numerator: 0, denominator: 3 } }, 'json/integer-range'],
    ['a trust level over 0', { trustLevel: { numerator: 1, denominator: 0 } }, 'json/integer-range'],
    ['a trusting period of 0', { trustingPeriodSeconds: 0 }, 'json/integer-range'],
    ['a negative drift', { maxClockDriftSeconds: -1 }, 'json/integer-range'],
    ['a drift of a day', { maxClockDriftSeconds: 86400 }, 'json/integer-range'],
    ['no block protocol', { blockProtocol: null }, 'json/expected-integer'],
  ])('%s', async (_, changes, expected) => {
    expect(await read(changes)).toBe(expected);
  });
});

describe('fingerprint and trust root', () => {
  const text = JSON.stringify(PAYLOAD);
  const rootOf = async (changes: JsonMembers) =>
    (await open(printPack({ ...PAYLOAD, chains: [{ ...CHAIN, ...changes }] }))).chains[0]!.trustRoot;

  it('the fingerprint is that of the payload’s very bytes, whoever signed', async () => {
    const pack = await open(printPack(text));
    expect(pack.fingerprint).toBe(toHex(sha256(toUtf8(text))));
    expect((await open(printPack(text))).fingerprint).toBe(pack.fingerprint);
    expect((await open(printPack(`${text}\n`))).fingerprint).not.toBe(pack.fingerprint);
    const two = { ...PAYLOAD, keys: keys(0, 1) };
    const [one, both] = [await open(printPack(two, signers(0))), await open(printPack(two, signers(0, 1)))];
    expect(one.fingerprint).toBe(both.fingerprint);
  });

  it('the trust root does not hang on spacing, order of members, titles, names or sources', async () => {
    const root = await rootOf({});
    const spaced = await open(printPack(JSON.stringify(PAYLOAD, null, 4)));
    expect(spaced.chains[0]!.trustRoot).toBe(root);
    const profile = Object.fromEntries(Object.entries(profileJson(chain.profile)).reverse());
    expect(await rootOf({ profile })).toBe(root);
    expect(await rootOf({ title: 'Other', operator: 'Other', validators: [{ address: 'ab', name: 'n' }] })).toBe(root);
    expect(await rootOf({ sources: [{ kind: 'http', address: 'https://x', operator: 'y' }] })).toBe(root);
  });

  it('the trust root hangs on id, profile and checkpoints', async () => {
    const profile = profileJson(chain.profile);
    const roots = await Promise.all([
      rootOf({}),
      rootOf({ id: 'made-2' }),
      rootOf({ family: 'other' }),
      rootOf({ checkpoints: [{ height: '2', hash: toHex(chain.block(2).hash) }] }),
      ...Object.keys(profile).map((name) => rootOf({ profile: { ...profile, [name]: 'changed' } })),
    ]);
    expect(new Set(roots).size).toBe(roots.length);
  });

  it('the trust root tells [["a","b"]] from [["a"],["b"]] and text from numbers', async () => {
    const roots = await Promise.all(
      [
        [['a', 'b']],
        [['a'], ['b']],
        ['a,b'],
        ['"a","b"'],
        [1],
        ['1'],
        [true],
        ['true'],
        [null],
        ['null'],
        [{}],
        [[]],
      ].map((keyTypes) => rootOf({ profile: { keyTypes } })),
    );
    expect(new Set(roots).size).toBe(roots.length);
  });
});
