// Makes X.509 certificates with SM2 for tests, right ones and ones that break a single rule: each part can be replaced.
import { concatBytes, fromHex, toBase64, toUtf8 } from '../../../src/codec/bytes.ts';
import { sm2PrivateKey, sm2PublicKey, sm2Sign, sm2SignatureToDer, sm2Uncompressed } from '../../support/sm2-sign.ts';

/** One DER value: tag, shortest length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...content);
  const { length } = body;
  const header = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return concatBytes(Uint8Array.of(tag, ...header), body);
}

export const sequence = (...items: readonly Uint8Array[]) => der(0x30, ...items);
export const bitString = (bytes: Uint8Array, unused = 0) => der(0x03, Uint8Array.of(unused), bytes);
export const integer = (value: number) => der(0x02, Uint8Array.of(value));
export const objectId = (hex: string) => der(0x06, fromHex(hex));
export const TRUE = der(0x01, Uint8Array.of(255));
export const NULL = der(0x05);

export const ID = {
  ecPublicKey: objectId('2a8648ce3d0201'),
  sm2: objectId('2a811ccf5501822d'),
  p256: objectId('2a8648ce3d030107'),
  sm2WithSm3: objectId('2a811ccf55018375'),
  ecdsaWithSha256: objectId('2a8648ce3d040302'),
  keyUsage: objectId('551d0f'),
  subjectAltName: objectId('551d11'),
  basicConstraints: objectId('551d13'),
  nameConstraints: objectId('551d1e'),
  extendedKeyUsage: objectId('551d25'),
  subjectKeyIdentifier: objectId('551d0e'),
  commonName: objectId('550403'),
};

export const nameOf = (text: string) => sequence(der(0x31, sequence(ID.commonName, der(0x0c, toUtf8(text)))));
export const utcTime = (text: string) => der(0x17, toUtf8(text));
export const extension = (id: Uint8Array, value: Uint8Array, critical = false) =>
  sequence(id, ...(critical ? [TRUE] : []), der(0x04, value));

export const CA = extension(ID.basicConstraints, sequence(TRUE), true);
export const caWithPathLength = (length: number) =>
  extension(ID.basicConstraints, sequence(TRUE, integer(length)), true);
/** keyCertSign and cRLSign. */
export const CERT_SIGN = extension(ID.keyUsage, bitString(Uint8Array.of(0x06), 1), true);
/** digitalSignature alone. */
export const DIGITAL_SIGNATURE = extension(ID.keyUsage, bitString(Uint8Array.of(0x80), 7), true);

export const ALGORITHM = sequence(ID.sm2WithSm3);

/** Every part of a certificate as DER; what is not given is right. */
export interface Parts {
  readonly subject?: string;
  readonly issuer?: string;
  /** Who signs, and whose key is in it: names of keys that are made from them. */
  readonly signer?: string;
  readonly owner?: string;
  readonly version?: Uint8Array;
  readonly serial?: Uint8Array;
  readonly inner?: Uint8Array;
  readonly outer?: Uint8Array;
  readonly validity?: Uint8Array;
  readonly keyInfo?: Uint8Array;
  readonly uniqueIds?: Uint8Array;
  /** None and no version number: version 1. */
  readonly extensions?: readonly Uint8Array[];
  readonly userId?: Uint8Array;
}

export const keyOf = (owner: string) => sm2Uncompressed(sm2PublicKey(sm2PrivateKey(`certificate ${owner}`)));
export const keyInfoOf = (key: Uint8Array, ...identifier: readonly Uint8Array[]) =>
  sequence(sequence(...(identifier.length > 0 ? identifier : [ID.ecPublicKey, ID.sm2])), bitString(key));

const VERSION_3 = der(0xa0, integer(2));
const EMPTY = new Uint8Array(0);
const VALIDITY = sequence(utcTime('210506072530Z'), utcTime('310504072530Z'));

export function makeTbs(parts: Parts): Uint8Array {
  const { subject = 'leaf', issuer = 'root', owner = subject, extensions } = parts;
  return sequence(
    parts.version ?? (extensions ? VERSION_3 : EMPTY),
    parts.serial ?? integer(7),
    parts.inner ?? ALGORITHM,
    nameOf(issuer),
    parts.validity ?? VALIDITY,
    nameOf(subject),
    parts.keyInfo ?? keyInfoOf(keyOf(owner)),
    parts.uniqueIds ?? EMPTY,
    extensions ? der(0xa3, sequence(...extensions)) : EMPTY,
  );
}

export function makeCertificate(parts: Parts = {}): Uint8Array {
  const tbs = makeTbs(parts);
  const secret = sm2PrivateKey(`certificate ${parts.signer ?? parts.issuer ?? 'root'}`);
  const signature = sm2SignatureToDer(sm2Sign(secret, tbs, parts.userId));
  return sequence(tbs, parts.outer ?? ALGORITHM, bitString(signature));
}

export function makeRoot(parts: Parts = {}): Uint8Array {
  return makeCertificate({ subject: 'root', issuer: 'root', extensions: [CA, CERT_SIGN], ...parts });
}

export function pemOf(bytes: Uint8Array, label = 'CERTIFICATE', newline = '\n'): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join(newline);
}
