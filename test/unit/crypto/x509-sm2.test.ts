// Certificates with SM2: what is read, each rule broken alone, and one step from issuer to what was issued.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { formatTime, parseTime } from '../../../src/codec/time.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import {
  checkIssued,
  derFromPem,
  issueClaim,
  parseCertificate,
  parsePublicKey,
  verifyIssued,
} from '../../../src/crypto/x509-sm2.ts';
import { commandHasSm2 } from '../../differential/openssl-command.ts';
import { flipped, refusal } from '../../support/mutate.ts';
import {
  ALGORITHM,
  bitString,
  CA,
  CERT_SIGN,
  caWithPathLength,
  DIGITAL_SIGNATURE,
  der,
  extension,
  ID,
  integer,
  keyInfoOf,
  keyOf,
  makeCertificate,
  makeRoot,
  makeTbs,
  NULL,
  nameOf,
  objectId,
  type Parts,
  pemOf,
  sequence,
  TRUE,
  utcTime,
} from './make-certificate.ts';

const reading = (bytes: Uint8Array) => refusal(() => parseCertificate(bytes));
const readingOf = (parts: Parts) => reading(makeCertificate(parts));
const LEAF = makeCertificate();
const ROOT = makeRoot();

describe('parseCertificate', () => {
  it('gives the parts as they stand, for version 1', () => {
    const leaf = parseCertificate(LEAF);
    expect([leaf.version, toHex(leaf.serialNumber), leaf.extensions]).toEqual([1, '07', { isCa: false }]);
    expect(leaf.tbs).toEqual(makeTbs({}));
    expect([leaf.subject, leaf.issuer]).toEqual([nameOf('leaf'), nameOf('root')]);
    expect([formatTime(leaf.notBefore), formatTime(leaf.notAfter)]).toEqual([
      '2021-05-06T07:25:30Z',
      '2031-05-04T07:25:30Z',
    ]);
    expect(leaf.publicKey).toEqual(keyOf('leaf'));
  });

  it('gives what the extensions say, for version 3', () => {
    const said = (...extensions: Uint8Array[]) => parseCertificate(makeCertificate({ extensions })).extensions;
    const nothing = { isCa: false, pathLength: undefined, maySignCertificates: undefined, notUnderstood: undefined };
    expect(parseCertificate(ROOT).version).toBe(3);
    expect(said(CA, CERT_SIGN)).toEqual({ ...nothing, isCa: true, maySignCertificates: true });
    expect(said(caWithPathLength(3))).toEqual({ ...nothing, isCa: true, pathLength: 3 });
    expect(said(DIGITAL_SIGNATURE)).toEqual({ ...nothing, maySignCertificates: false });
    const usage = (bits: number) => said(extension(ID.keyUsage, bitString(Uint8Array.of(bits), 1))).maySignCertificates;
    expect([usage(0x04), usage(0x02), usage(0xfa)]).toEqual([true, false, false]); // keyCertSign is bit 5
    expect(said(extension(ID.basicConstraints, sequence()))).toEqual(nothing);
    expect(said(extension(ID.subjectKeyIdentifier, NULL))).toEqual(nothing);
    expect(said(extension(ID.nameConstraints, NULL, true))).toEqual({ ...nothing, notUnderstood: '2.5.29.30' });
    const understood = [ID.subjectAltName, ID.extendedKeyUsage].map((id) => extension(id, sequence(), true));
    expect(said(...understood)).toEqual(nothing);
  });

  it('takes version 2, with and without unique identifiers', () => {
    const version = der(0xa0, integer(1));
    const uniqueIds = concatBytes(der(0x81, Uint8Array.of(0, 1)), der(0x82, Uint8Array.of(0, 2)));
    expect(parseCertificate(makeCertificate({ version })).version).toBe(2);
    expect(readingOf({ version, uniqueIds })).toBe('accepted');
    expect(readingOf({ uniqueIds })).toBe('codec/der');
  });

  it('refuses a version that is written though it is 1, or that is unknown', () => {
    for (const number of [0, 3, 4])
      expect(readingOf({ version: der(0xa0, integer(number)) })).toBe('crypto/x509-version');
    for (const version of [der(0xa0), der(0xa0, integer(2), NULL), integer(2)])
      expect(readingOf({ version, extensions: [CA] })).toBe('codec/der');
  });

  it('refuses extensions before version 3', () => {
    for (const version of [new Uint8Array(0), der(0xa0, integer(1))])
      expect(readingOf({ version, extensions: [CA] })).toBe('codec/der');
  });

  it('takes the algorithm SM2 with SM3, parameters missing or NULL, the same inside and outside', () => {
    const withNull = sequence(ID.sm2WithSm3, NULL);
    const other = sequence(ID.ecdsaWithSha256);
    const refused = 'crypto/x509-algorithm';
    expect(readingOf({ inner: withNull, outer: withNull })).toBe('accepted');
    for (const [inner, outer] of [
      [withNull, ALGORITHM],
      [ALGORITHM, withNull],
      [other, ALGORITHM],
      [ALGORITHM, other],
      [other, other],
    ])
      expect(readingOf({ inner, outer })).toBe(refused);
    for (const wrong of [sequence(ID.sm2WithSm3, ID.sm2), sequence(ID.sm2WithSm3, NULL, NULL), sequence()])
      expect(readingOf({ inner: wrong, outer: wrong })).toBe('codec/der');
  });

  it('takes an SM2 key without compression, and no other', () => {
    const key = keyOf('leaf');
    const keyInfo = (bytes: Uint8Array, ...identifier: Uint8Array[]) =>
      readingOf({ keyInfo: keyInfoOf(bytes, ...identifier) });
    expect(keyInfo(key)).toBe('accepted');
    expect(keyInfo(key, ID.ecPublicKey, ID.p256)).toBe('crypto/x509-key');
    expect(keyInfo(key, objectId('2a864886f70d010101'), NULL)).toBe('crypto/x509-key');
    expect(keyInfo(key.subarray(1))).toBe('crypto/x509-key');
    expect(keyInfo(concatBytes(key, Uint8Array.of(0)))).toBe('crypto/x509-key');
    expect(keyInfo(concatBytes(Uint8Array.of(2), key.subarray(1, 33)))).toBe('crypto/x509-key');
    expect(keyInfo(concatBytes(Uint8Array.of(6), key.subarray(1)))).toBe('crypto/x509-key');
    expect(keyInfo(key, ID.ecPublicKey)).toBe('codec/der');
    expect(keyInfo(key, ID.ecPublicKey, ID.sm2, NULL)).toBe('codec/der');
    const identifier = sequence(ID.ecPublicKey, ID.sm2);
    expect(readingOf({ keyInfo: sequence(identifier, bitString(key), NULL) })).toBe('codec/der');
    expect(readingOf({ keyInfo: sequence(identifier, bitString(key.with(64, 0), 1)) })).toBe('codec/der');
  });

  it('refuses an extension twice, too many, and one that is not in its one spelling', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => extension(der(0x06, Uint8Array.of(0x2a, i)), NULL));
    const constraints = (...items: Uint8Array[]) => extension(ID.basicConstraints, concatBytes(...items));
    const FALSE = der(0x01, Uint8Array.of(0));
    expect(readingOf({ extensions: [CA, CA] })).toBe('crypto/x509-extension');
    expect([readingOf({ extensions: many(32) }), readingOf({ extensions: many(33) })]).toEqual([
      'accepted',
      'crypto/x509-extension',
    ]);
    for (const wrong of [
      sequence(ID.keyUsage, FALSE, der(0x04, bitString(Uint8Array.of(0x80), 7))),
      sequence(ID.keyUsage, TRUE, der(0x04, NULL)),
      sequence(ID.keyUsage, TRUE),
      sequence(ID.subjectKeyIdentifier, der(0x04, NULL), NULL),
      constraints(sequence(FALSE)),
      constraints(sequence(integer(0))),
      constraints(sequence(TRUE, integer(0), NULL)),
      constraints(sequence(TRUE), NULL),
      constraints(NULL),
    ])
      expect(readingOf({ extensions: [wrong] }), toHex(wrong)).toBe('codec/der');
    expect(readingOf({ extensions: [] })).toBe('codec/der');
  });

  it('refuses bytes behind, inside, and a certificate cut anywhere', () => {
    const signature = bitString(Uint8Array.of(1));
    expect(reading(concatBytes(LEAF, Uint8Array.of(0)))).toBe('codec/der');
    expect(reading(sequence(makeTbs({}), ALGORITHM, signature, NULL))).toBe('codec/der');
    expect(reading(sequence(makeTbs({}).with(3, 0), ALGORITHM, signature))).toBe('codec/der');
    for (let length = 0; length < LEAF.length; length += 5) expect(reading(LEAF.subarray(0, length))).toBe('codec/der');
    expect(readingOf({ validity: sequence(utcTime('210506072530Z')) })).toBe('codec/der');
    const thrice = Array.from({ length: 3 }, () => utcTime('210506072530Z'));
    expect(readingOf({ validity: sequence(...thrice) })).toBe('codec/der');
    expect(readingOf({ serial: der(0x02, Uint8Array.of(0x80)) })).toBe('codec/der');
    expect(readingOf({ serial: der(0x02, new Uint8Array(64).fill(1)) })).toBe('accepted');
    expect(readingOf({ serial: der(0x02, new Uint8Array(65).fill(1)) })).toBe('codec/der');
  });

  it('refuses more than 64 KiB', () => {
    const large = (size: number) => [extension(ID.subjectKeyIdentifier, new Uint8Array(size))];
    expect(readingOf({ extensions: large(60_000) })).toBe('accepted');
    expect(readingOf({ extensions: large(65_300) })).toBe('codec/der');
  });

  it('reads a public key that stands by itself', () => {
    expect(parsePublicKey(keyInfoOf(keyOf('node')))).toEqual(keyOf('node'));
    const refused = (bytes: Uint8Array) => refusal(() => parsePublicKey(bytes));
    expect(refused(concatBytes(keyInfoOf(keyOf('node')), NULL))).toBe('codec/der');
    expect(refused(keyInfoOf(keyOf('node'), ID.ecPublicKey, ID.p256))).toBe('crypto/x509-key');
  });
});

describe('verifyIssued', () => {
  const parsed = (bytes: Uint8Array) => parseCertificate(bytes);
  const issuing = (leaf: Uint8Array, issuer: Uint8Array, ...rest: unknown[]) =>
    refusal(() => verifyIssued(parsed(leaf), parsed(issuer), ...(rest as [])));

  it('takes a leaf of version 1 and of version 3, and a root that issued itself', () => {
    expect(issuing(LEAF, ROOT)).toBe('accepted');
    expect(issuing(makeCertificate({ extensions: [DIGITAL_SIGNATURE] }), ROOT)).toBe('accepted');
    expect(issuing(makeCertificate({ extensions: [CA] }), ROOT)).toBe('accepted');
    expect(issuing(ROOT, ROOT)).toBe('accepted');
    expect(issuing(LEAF, makeRoot({ extensions: [CA] }))).toBe('accepted');
  });

  it('compares the names byte for byte', () => {
    expect(issuing(makeCertificate({ issuer: 'Root', signer: 'root' }), ROOT)).toBe('crypto/x509-issuer');
    expect(issuing(LEAF, makeRoot({ subject: 'other', owner: 'root' }))).toBe('crypto/x509-issuer');
  });

  it('asks that the issuer is a CA and may sign certificates', () => {
    const asRoot = (parts: Parts) => issuing(LEAF, makeCertificate({ subject: 'root', ...parts }));
    const refused = 'crypto/x509-not-ca';
    expect(asRoot({})).toBe(refused); // version 1
    expect(asRoot({ extensions: [CERT_SIGN] })).toBe(refused);
    expect(asRoot({ extensions: [extension(ID.basicConstraints, sequence(), true), CERT_SIGN] })).toBe(refused);
    expect(asRoot({ extensions: [CA, DIGITAL_SIGNATURE] })).toBe(refused);
    expect(asRoot({ extensions: [CA, CERT_SIGN] })).toBe('accepted');
  });

  it('holds the path length', () => {
    const root = makeRoot({ extensions: [caWithPathLength(1)] });
    const below = (intermediates: number) => issuing(LEAF, root, undefined, { intermediates });
    expect([below(0), below(1), below(2)]).toEqual(['accepted', 'accepted', 'crypto/x509-path-length']);
    expect(issuing(LEAF, makeRoot({ extensions: [caWithPathLength(0)] }))).toBe('accepted');
    expect(issuing(LEAF, ROOT, undefined, { intermediates: 9 })).toBe('accepted');
  });

  it('refuses a critical extension that it does not understand, above and below', () => {
    const strange = extension(ID.nameConstraints, NULL, true);
    expect(issuing(makeCertificate({ extensions: [strange] }), ROOT)).toBe('crypto/x509-extension');
    expect(issuing(LEAF, makeRoot({ extensions: [CA, strange] }))).toBe('crypto/x509-extension');
    expect(issuing(makeCertificate({ extensions: [extension(ID.nameConstraints, NULL)] }), ROOT)).toBe('accepted');
  });

  it('holds the time where one is given, both ends included', () => {
    const root = makeRoot({ validity: sequence(utcTime('200101000000Z'), utcTime('250101000000Z')) });
    const at = (text: string) => issuing(LEAF, root, parseTime(text));
    const refused = 'crypto/x509-validity';
    expect([at('2021-05-06T07:25:30Z'), at('2021-05-06T07:25:29.999Z')]).toEqual(['accepted', refused]); // leaf
    expect([at('2025-01-01T00:00:00Z'), at('2025-01-01T00:00:00.000000001Z')]).toEqual(['accepted', refused]); // root
    expect(issuing(LEAF, ROOT, parseTime('2031-05-04T07:25:31Z'))).toBe(refused);
    expect(issuing(LEAF, root)).toBe('accepted');
  });

  it('checks the signature over the bytes received, under the default id', () => {
    const refused = 'crypto/x509-signature';
    expect(issuing(makeCertificate({ signer: 'stranger' }), ROOT)).toBe(refused);
    expect(issuing(LEAF, makeRoot({ owner: 'stranger' }))).toBe(refused);
    const userId = toUtf8('another id');
    const strange = makeCertificate({ userId });
    expect([issuing(strange, ROOT), issuing(strange, ROOT, undefined, { userId })]).toEqual([refused, 'accepted']);
    expect(issuing(makeCertificate({ userId: new Uint8Array(0) }), ROOT)).toBe(refused);
    const last = LEAF.length - 1;
    expect(issuing(flipped(LEAF, last), ROOT)).toBe(refused);
    const serialAt = toHex(LEAF).indexOf('020107') / 2 + 2;
    expect(issuing(flipped(LEAF, serialAt), ROOT)).toBe(refused);
  });

  it('can be had in two parts: what is cheap, and a claim for whoever checks signatures', async () => {
    const [leaf, root, stranger] = [LEAF, ROOT, makeCertificate({ signer: 'stranger' })].map(parsed);
    for (const each of [leaf, stranger]) expect(refusal(() => checkIssued(each!, root!))).toBe('accepted');
    expect(refusal(() => checkIssued(leaf!, leaf!))).toBe('crypto/x509-issuer');
    const claims = [leaf, stranger].map((each) => issueClaim(each!, root!));
    expect(await localVerifier.verify(claims)).toEqual([true, false]);
  });

  it('refuses the certificate with a bit of any byte changed', () => {
    for (let at = 0; at < LEAF.length; at++) {
      const changed = flipped(LEAF, at, 1 << (at % 8));
      expect(refusal(() => verifyIssued(parsed(changed), parsed(ROOT)))).not.toBe('accepted');
    }
  });

  it('refuses a key that is no point of the curve, and a signature that is no DER', () => {
    const offCurve = keyInfoOf(flipped(keyOf('root'), 64));
    expect(issuing(LEAF, makeRoot({ keyInfo: offCurve }))).toBe('crypto/x509-signature');
    const blank = sequence(makeTbs({}), ALGORITHM, bitString(fromHex('3000')));
    expect(issuing(blank, ROOT)).toBe('crypto/x509-signature');
  });
});

describe.skipIf(!(await commandHasSm2()))('the openssl command', () => {
  it('takes what was made here, and refuses it under another id', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingzheng-x509-'));
    const verify = (id: string) =>
      execFileSync('openssl', ['verify', '-CAfile', 'ca', '-attime', '1700000000', '-vfyopt', `distid:${id}`, 'leaf'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    writeFileSync(join(folder, 'ca'), pemOf(ROOT));
    writeFileSync(join(folder, 'leaf'), pemOf(LEAF));
    try {
      expect(verify('1234567812345678')).toContain('leaf: OK');
      expect(() => verify('1234567812345679')).toThrow('certificate signature failure');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('derFromPem', () => {
  const reads = (text: string) => refusal(() => derFromPem(text));
  const pem = pemOf(LEAF);

  it('takes one block, with white space around it and either line end', () => {
    for (const text of [pem, pem.trim(), `\n ${pem}\n\n`, pemOf(LEAF, 'CERTIFICATE', '\r\n')])
      expect(derFromPem(text)).toEqual(LEAF);
    expect(derFromPem(pemOf(keyInfoOf(keyOf('a')), 'PUBLIC KEY'), 'PUBLIC KEY')).toEqual(keyInfoOf(keyOf('a')));
  });

  it.each([
    ['nothing', ''],
    ['two blocks', pem + pem],
    ['text before', `Certificate:\n${pem}`],
    ['text behind', `${pem}x`],
    ['another label', pemOf(LEAF, 'TRUSTED CERTIFICATE')],
    ['a key', pemOf(LEAF, 'PUBLIC KEY')],
    ['labels that differ', pem.replace('END CERTIFICATE', 'END PUBLIC KEY')],
    ['no content', pemOf(new Uint8Array(0))],
    ['a space inside', pem.replace('\nM', '\n M')],
    ['padding cut', pem.replace(/(.)=*\n-----END/, '\n-----END')],
    ['a header line', pem.replace('-----\n', '-----\nProc-Type: 4\n\n')],
    ['too much', pemOf(new Uint8Array(80_000))],
  ])('refuses %s', (_, text) => {
    expect(reads(text)).toBe('crypto/x509-pem');
  });
});
