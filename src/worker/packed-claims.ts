// Claims on their way to a signature worker: thousands of small arrays are one array then, which changes hands without a copy.
// A view of a file, cloned, would take the whole file along.
import { ByteReader, ByteWriter } from '../codec/binary.ts';
import type { SignatureClaim, SignatureScheme } from '../crypto/claim.ts';
import { SIGNATURE_POLICY } from '../crypto/policy.ts';

const SCHEMES = Object.keys(SIGNATURE_POLICY) as SignatureScheme[];

/** Scheme by number, key, message and signature of each, one after another. */
export function packClaims(claims: readonly SignatureClaim[]): Uint8Array {
  const out = new ByteWriter();
  for (const { scheme, publicKey, message, signature } of claims)
    out.varint(SCHEMES.indexOf(scheme)).bytes(publicKey).bytes(message).bytes(signature);
  return out.finish();
}

/** The claims as views of the packed bytes. Errors: `codec/binary`. */
export function unpackClaims(packed: Uint8Array): SignatureClaim[] {
  const reader = new ByteReader(packed);
  const claims: SignatureClaim[] = [];
  const next = () => reader.bytes(packed.length);
  while (reader.left > 0)
    claims.push({
      scheme: SCHEMES[reader.number(SCHEMES.length - 1)]!,
      publicKey: next(),
      message: next(),
      signature: next(),
    });
  return claims;
}
