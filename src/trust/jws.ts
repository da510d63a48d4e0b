// JSON Web Signatures, general JSON serialization (RFC 7515 section 7.2.1), EdDSA over Ed25519 only (RFC 8037), keys named by
// their RFC 7638 thumbprint. Only what trust packs need; everything else is refused.
import { concatBytes, fromBase64Url, toBase64Url, toUtf8 } from '../codec/bytes.ts';
import { type JsonLimits, parseJson } from '../codec/json.ts';
import { Reader } from '../codec/schema.ts';
import { ensure } from '../core/error.ts';
import { sha256 } from '../core/hashing.ts';
import type { SignatureClaim } from '../crypto/claim.ts';

export interface JwsSignature {
  /** The protected header, base64url, as it was signed. */
  readonly protectedHeader: string;
  readonly keyId: string;
  readonly type: string;
  readonly signature: Uint8Array;
}

export interface Jws {
  /** The payload, base64url, as it was signed. */
  readonly payload: string;
  readonly signatures: readonly JwsSignature[];
}

const HEADER_LIMITS: JsonLimits = { maxBytes: 4096, maxDepth: 2, maxNodes: 20 };
const MAX_SIGNATURES = 32;
const MAX_PAYLOAD = 8 << 20;

/** Errors: `trust/not-a-pack`, `trust/algorithm`, `json/...`, `codec/base64`. */
export function readJws(reader: Reader): Jws {
  reader.only('payload', 'signatures');
  return {
    payload: reader.string('payload', MAX_PAYLOAD),
    signatures: reader.readers('signatures', MAX_SIGNATURES).map(readSignature),
  };
}

function readSignature(reader: Reader): JwsSignature {
  reader.only('protected', 'signature');
  const protectedHeader = reader.string('protected', 4096);
  const header = Reader.of(parseJson(fromBase64Url(protectedHeader), HEADER_LIMITS), 'protected').only(
    'alg',
    'kid',
    'typ',
  );
  const algorithm = header.string('alg', 40);
  ensure(algorithm === 'EdDSA', 'trust/algorithm', { algorithm });
  return {
    protectedHeader,
    keyId: header.string('kid', 100),
    type: header.string('typ', 200),
    signature: fromBase64Url(reader.string('signature', 100)),
  };
}

export function payloadBytes(jws: Jws): Uint8Array {
  return fromBase64Url(jws.payload);
}

/** The bytes that are signed: protected header, a dot, the payload. */
export function signingInput(protectedHeader: string, payload: string): Uint8Array {
  return concatBytes(toUtf8(protectedHeader), toUtf8('.'), toUtf8(payload));
}

export function claimOf(jws: Jws, signature: JwsSignature, publicKey: Uint8Array): SignatureClaim {
  const message = signingInput(signature.protectedHeader, jws.payload);
  return { scheme: 'ed25519-strict', publicKey, message, signature: signature.signature };
}

/** RFC 7638 thumbprint of an Ed25519 key (RFC 8037 appendix A.3). */
export function thumbprint(publicKey: Uint8Array): string {
  return toBase64Url(sha256(toUtf8(`{"crv":"Ed25519","kty":"OKP","x":"${toBase64Url(publicKey)}"}`)));
}

/** A public key as JWK. Errors: `trust/key`. */
export function readKey(reader: Reader): Uint8Array {
  reader.only('kty', 'crv', 'x');
  const isEd25519 = reader.string('kty', 10) === 'OKP' && reader.string('crv', 10) === 'Ed25519';
  const key = fromBase64Url(reader.string('x', 50));
  ensure(isEd25519 && key.length === 32, 'trust/key', { path: reader.path });
  return key;
}
