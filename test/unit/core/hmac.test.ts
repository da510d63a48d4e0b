// HMAC over every build: the cases of RFC 4231 for SHA-256, and what OpenSSL and noble give for SM3 and Keccak-256.
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { installCore } from '../../../src/core/hashing.ts';
import { hmac } from '../../../src/core/hmac.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';
import { nodeCryptoWithSm3 } from './references.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const COUNTED = Uint8Array.from({ length: 25 }, (_, i) => i + 1);
const LONG_KEY = new Uint8Array(131).fill(0xaa);
const LONG_MESSAGE =
  'This is a test using a larger than block-size key and a larger than block-size data. ' +
  'The key needs to be hashed before being used by the HMAC algorithm.';

/** RFC 4231 sections 4.2 to 4.8, without the truncated one. */
const RFC_4231: ReadonlyArray<readonly [section: string, key: Uint8Array, message: Uint8Array, mac: string]> = [
  [
    '4.2',
    new Uint8Array(20).fill(0x0b),
    ascii('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '4.3',
    ascii('Jefe'),
    ascii('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    '4.4',
    new Uint8Array(20).fill(0xaa),
    new Uint8Array(50).fill(0xdd),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  ['4.5', COUNTED, new Uint8Array(50).fill(0xcd), '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'],
  [
    '4.7',
    LONG_KEY,
    ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  ['4.8', LONG_KEY, ascii(LONG_MESSAGE), '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2'],
];

/** The first two of RFC 4231 with SM3, by OpenSSL 3.0. */
const SM3_MACS = [
  '51b00d1fb49832bfb01c3ce27848e59f871d9ba938dc563b338ca964755cce70',
  '2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882',
];

/** Around the blocks of 64 and 136 bytes. */
const KEY_LENGTHS = [0, 1, 32, 63, 64, 65, 135, 136, 137, 300];

const crypto = await nodeCryptoWithSm3();

describe.each(await loadAllBuilds())('HMAC, $build', (core) => {
  const random = new Random(23);
  beforeAll(() => installCore(core));

  it.each(RFC_4231)('gives the SHA-256 code of RFC 4231 section %s', (_, key, message, mac) => {
    expect(bytesToHex(hmac('sha256', key, message))).toBe(mac);
  });

  it.each(SM3_MACS)('gives the SM3 code %s', (mac) => {
    const [, key, message] = RFC_4231[SM3_MACS.indexOf(mac)]!;
    expect(bytesToHex(hmac('sm3', key, message))).toBe(mac);
  });

  it.each(KEY_LENGTHS)('agrees with noble for a key of %i bytes', (length) => {
    const [key, message] = [random.bytes(length), random.bytes(200)];
    expect(hmac('sha256', key, message)).toEqual(nobleHmac(sha256, key, message));
    expect(hmac('keccak256', key, message)).toEqual(nobleHmac(keccak_256, key, message));
  });

  it.runIf(crypto).each(KEY_LENGTHS)('agrees with OpenSSL on SM3 for a key of %i bytes', (length) => {
    const [key, message] = [random.bytes(length), random.bytes(200)];
    const mac = crypto!.createHmac('sm3', key).update(message).digest();
    expect(hmac('sm3', key, message)).toEqual(new Uint8Array(mac));
  });

  it('leaves key and message as they were', () => {
    const [key, message] = [random.bytes(40), random.bytes(40)];
    const copies = [key.slice(), message.slice()];
    hmac('sm3', key, message);
    expect([key, message]).toEqual(copies);
  });
});
