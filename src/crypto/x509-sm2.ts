// X.509 certificates with SM2 keys and SM2-with-SM3 signatures (RFC 5280; identifiers of GM/T 0015), as far as it takes to say
// that one certificate issued another. There is no revocation here, and names are compared as they stand, byte for byte.
import { bytesEqual, fromBase64, toHex } from '../codec/bytes.ts';
import { contextTag, DER_TAG, DerReader } from '../codec/der.ts';
import { compareTime, formatTime, type Time } from '../codec/time.ts';
import { ensure, MingzhengError } from '../core/error.ts';
import type { SignatureClaim } from './claim.ts';
import { verifySm2 } from './sm2.ts';

const ID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const SM2_CURVE = '1.2.156.10197.1.301';
const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/**
 * Extensions that may be critical (RFC 5280, 4.2: any other one that is would have to be obeyed). Alternative names and
 * extended usage say nothing about who issued what.
 */
const UNDERSTOOD = [KEY_USAGE, SUBJECT_ALT_NAME, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE];

/** RFC 5280 allows 20; some issuers wrote a sign byte or more. */
const MAX_SERIAL_BYTES = 64;
const MAX_EXTENSIONS = 32;
const MAX_PATH_LENGTH = 255;

/** What a certificate says. All bytes are views into what was parsed. */
export interface Sm2Certificate {
  readonly version: 1 | 2 | 3;
  /** Big-endian, without leading zeros. */
  readonly serialNumber: Uint8Array;
  /** tbsCertificate as received: what was signed. */
  readonly tbs: Uint8Array;
  /** Names, whole DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Both ends belong to the time of validity. */
  readonly notBefore: Time;
  readonly notAfter: Time;
  /** 04 || x || y, 65 bytes. That it is a point of the curve is seen when it verifies. */
  readonly publicKey: Uint8Array;
  /** DER, as `verifySm2` takes it with the form `der`. */
  readonly signature: Uint8Array;
  readonly extensions: Sm2Extensions;
}

/** What stands in the extensions that are read; a certificate without them (version 1) says nothing. */
export interface Sm2Extensions {
  /** basicConstraints cA; false where the extension is missing. */
  readonly isCa: boolean;
  /** basicConstraints pathLenConstraint. */
  readonly pathLength?: number;
  /** keyUsage keyCertSign; undefined where the extension is missing. */
  readonly maySignCertificates?: boolean;
  /** The first critical extension that is not understood here, as an object identifier. */
  readonly notUnderstood?: string;
}

/**
 * Reads one certificate, whole input. Errors: `codec/der`; `crypto/x509-version`, `crypto/x509-algorithm`,
 * `crypto/x509-key`, `crypto/x509-extension`. A signature is not checked.
 */
export function parseCertificate(der: Uint8Array): Sm2Certificate {
  const outer = DerReader.of(der);
  const certificate = outer.sequence();
  outer.end();
  const tbs = certificate.element(DER_TAG.sequence).bytes;
  const algorithm = certificate.element(DER_TAG.sequence).bytes;
  const signature = certificate.bitString();
  certificate.end();
  requireSm2WithSm3(algorithm);
  const { innerAlgorithm, ...said } = readTbs(tbs);
  ensure(bytesEqual(innerAlgorithm, algorithm), 'crypto/x509-algorithm', { algorithm: objectIdOf(innerAlgorithm) });
  return { ...said, tbs, signature };
}

/** RFC 5280, 4.1.2, without the signature around it. Unique identifiers (version 2) are passed over. */
function readTbs(tbs: Uint8Array) {
  const body = DerReader.of(tbs).sequence();
  const version = readVersion(body);
  const serialNumber = body.unsigned(MAX_SERIAL_BYTES);
  const innerAlgorithm = body.element(DER_TAG.sequence).bytes;
  const issuer = body.element(DER_TAG.sequence).bytes;
  const { notBefore, notAfter } = readValidity(body.sequence());
  const subject = body.element(DER_TAG.sequence).bytes;
  const publicKey = readKey(body.sequence());
  for (const tag of UNIQUE_IDS) if (version > 1 && body.has(tag)) body.element(tag);
  const extensions = version === 3 && body.has(EXTENSIONS) ? readExtensions(body.inside(EXTENSIONS)) : { isCa: false };
  body.end();
  return { version, serialNumber, innerAlgorithm, issuer, notBefore, notAfter, subject, publicKey, extensions };
}

const VERSION = contextTag(0, true);
const UNIQUE_IDS = [contextTag(1, false), contextTag(2, false)];
const EXTENSIONS = contextTag(3, true);

/** Version 1 is the default and therefore never written (X.690, 11.5). */
function readVersion(body: DerReader): 1 | 2 | 3 {
  if (!body.has(VERSION)) return 1;
  const inner = body.inside(VERSION);
  const version = inner.unsigned(1)[0]! + 1;
  inner.end();
  ensure(version === 2 || version === 3, 'crypto/x509-version', { version });
  return version;
}

function readValidity(validity: DerReader): { notBefore: Time; notAfter: Time } {
  const [notBefore, notAfter] = [validity.time(), validity.time()];
  validity.end();
  return { notBefore, notAfter };
}

/** SubjectPublicKeyInfo: SEQUENCE of id-ecPublicKey with the SM2 curve, and the key without compression. */
function readKey(info: DerReader): Uint8Array {
  const identifier = info.sequence();
  const algorithm = identifier.objectId();
  const curve = algorithm === ID_EC_PUBLIC_KEY ? identifier.objectId() : '';
  ensure(curve === SM2_CURVE, 'crypto/x509-key', { algorithm, curve });
  identifier.end();
  const key = info.bitString();
  info.end();
  ensure(key.length === 65 && key[0] === 4, 'crypto/x509-key', { algorithm, curve, length: key.length });
  return key;
}

/** The 65 bytes of a SubjectPublicKeyInfo that stands by itself. Errors: `codec/der`, `crypto/x509-key`. */
export function parsePublicKey(der: Uint8Array): Uint8Array {
  const outer = DerReader.of(der);
  const key = readKey(outer.sequence());
  outer.end();
  return key;
}

/** AlgorithmIdentifier of the signature: parameters are missing, or NULL as some issuers write. */
function requireSm2WithSm3(identifier: Uint8Array): void {
  const reader = DerReader.of(identifier).sequence();
  const algorithm = reader.objectId();
  ensure(algorithm === SM2_WITH_SM3, 'crypto/x509-algorithm', { algorithm });
  if (reader.left > 0) reader.null();
  reader.end();
}

function objectIdOf(identifier: Uint8Array): string {
  return DerReader.of(identifier).sequence().objectId();
}

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

function readExtensions(outer: DerReader): Sm2Extensions {
  const extensions = new Map<string, Extension>();
  const list = outer.sequence();
  outer.end();
  do addExtension(extensions, list.sequence());
  while (list.left > 0);
  const [usage, constraints] = [extensions.get(KEY_USAGE), extensions.get(BASIC_CONSTRAINTS)];
  return {
    ...(constraints ? readBasicConstraints(constraints.value) : { isCa: false }),
    maySignCertificates: usage && readKeyCertSign(usage.value),
    notUnderstood: [...extensions].find(([id, { critical }]) => critical && !UNDERSTOOD.includes(id))?.[0],
  };
}

/** RFC 5280, 4.1 and 4.2: an extension stands at most once; `critical` is written only where it is true (X.690, 11.5). */
function addExtension(extensions: Map<string, Extension>, item: DerReader): void {
  const id = item.objectId();
  ensure(!extensions.has(id) && extensions.size < MAX_EXTENSIONS, 'crypto/x509-extension', { id });
  const critical = item.has(DER_TAG.boolean) && (item.boolean() || item.fail());
  extensions.set(id, { critical, value: item.octetString() });
  item.end();
}

/** RFC 5280, 4.2.1.9; cA is written only where it is true. A path length without cA means nothing and is refused. */
function readBasicConstraints(value: Uint8Array): { isCa: boolean; pathLength?: number } {
  const outer = DerReader.of(value);
  const inner = outer.sequence();
  outer.end();
  if (inner.left === 0) return { isCa: false };
  const isCa = inner.boolean() || inner.fail();
  const pathLength = inner.left > 0 ? inner.unsigned(1)[0]! : undefined;
  inner.end();
  return { isCa, pathLength };
}

/** RFC 5280, 4.2.1.3: keyCertSign is bit 5. */
function readKeyCertSign(value: Uint8Array): boolean {
  const outer = DerReader.of(value);
  const [first = 0] = outer.bits().bytes;
  outer.end();
  return (first & 0x04) !== 0;
}

/**
 * What can be said of an issue without looking at the signature (RFC 5280, 6.1.3 and 6.1.4, for one step); throws where it
 * does not hold. `intermediates` counts the CA certificates below the issuer on the way to the last certificate. Times are
 * looked at only where `now` is given: an old block is judged at its own time. Errors: `crypto/x509-issuer`,
 * `crypto/x509-not-ca`, `crypto/x509-path-length`, `crypto/x509-extension`, `crypto/x509-validity`.
 */
export function checkIssued(certificate: Sm2Certificate, issuer: Sm2Certificate, now?: Time, intermediates = 0): void {
  const [wanted, found] = [certificate.issuer, issuer.subject];
  ensure(bytesEqual(wanted, found), 'crypto/x509-issuer', { issuer: shownName(wanted), found: shownName(found) });
  requireCa(issuer, intermediates);
  for (const each of [certificate, issuer]) {
    const { notUnderstood } = each.extensions;
    if (notUnderstood !== undefined) throw new MingzhengError('crypto/x509-extension', { id: notUnderstood });
    if (now) requireValidAt(each, now);
  }
}

function shownName(name: Uint8Array): string {
  return toHex(name.subarray(0, 100));
}

/** The signature of an issue as a claim, for families, which never verify. */
export function issueClaim({ tbs, signature }: Sm2Certificate, { publicKey }: Sm2Certificate): SignatureClaim {
  return { scheme: 'sm2-der', publicKey, message: tbs, signature };
}

export interface IssueOptions {
  /** The id under which the issuer signs; the default id where it is missing. */
  readonly userId?: Uint8Array;
  /** As for `checkIssued`; 0 where it is missing. */
  readonly intermediates?: number;
}

/**
 * Throws unless `issuer` issued `certificate` and was allowed to. That the issuer is trusted is for the caller to know.
 * Errors: those of `checkIssued`, and `crypto/x509-signature`.
 */
export function verifyIssued(
  certificate: Sm2Certificate,
  issuer: Sm2Certificate,
  now?: Time,
  { userId, intermediates }: IssueOptions = {},
): void {
  checkIssued(certificate, issuer, now, intermediates);
  const { publicKey, message, signature } = issueClaim(certificate, issuer);
  const isRight = verifySm2(publicKey, message, signature, { userId, signatureForm: 'der' });
  ensure(isRight, 'crypto/x509-signature', { serial: toHex(certificate.serialNumber) });
}

/** A certificate of version 1 says nothing of itself and is no CA. Key usage is obeyed where it is there. */
function requireCa({ version, extensions }: Sm2Certificate, intermediates: number): void {
  const { isCa, maySignCertificates = true, pathLength = MAX_PATH_LENGTH } = extensions;
  ensure(isCa && maySignCertificates, 'crypto/x509-not-ca', { version });
  ensure(intermediates <= pathLength, 'crypto/x509-path-length', { intermediates, limit: pathLength });
}

function requireValidAt({ notBefore, notAfter }: Sm2Certificate, now: Time): void {
  ensure(compareTime(notBefore, now) <= 0 && compareTime(now, notAfter) <= 0, 'crypto/x509-validity', {
    now: formatTime(now),
    notBefore: formatTime(notBefore),
    notAfter: formatTime(notAfter),
  });
}

const PEM = /^-----BEGIN ([A-Z ]+)-----\r?\n([A-Za-z0-9+/=\r\n]+)\r?\n-----END \1-----$/;
const MAX_PEM_CHARACTERS = 96 << 10;

/**
 * The DER of one certificate or key in PEM (RFC 7468), with white space around it and nothing else. Errors:
 * `crypto/x509-pem`.
 */
export function derFromPem(text: string, label: 'CERTIFICATE' | 'PUBLIC KEY' = 'CERTIFICATE'): Uint8Array {
  const [, found, base64 = ''] = (text.length <= MAX_PEM_CHARACTERS && PEM.exec(text.trim())) || [];
  if (found !== label) throw new MingzhengError('crypto/x509-pem', { label, length: text.length });
  try {
    return fromBase64(base64.replace(/[\r\n]/g, ''));
  } catch (cause) {
    throw new MingzhengError('crypto/x509-pem', { label, length: text.length }, cause);
  }
}
