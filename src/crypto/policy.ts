// The policy table: what each signature rule accepts, in words and as data. Tests hold every line of it.
import type { SignatureScheme } from './claim.ts';

export interface SignaturePolicy {
  readonly keyBytes: number;
  readonly signatureBytes: number;
  readonly rule: string;
  readonly usedBy: string;
}

export const SIGNATURE_POLICY: Readonly<Record<SignatureScheme, SignaturePolicy>> = {
  'ed25519-zip215': {
    keyBytes: 32,
    signatureBytes: 64,
    rule: 'ZIP-215: S < L; A and R may be non-canonical or of small order; [8]([S]B - [k]A - R) = O; k over the raw bytes',
    usedBy: 'CometBFT 0.38 and later (curve25519-voi)',
  },
  'ed25519-go': {
    keyBytes: 32,
    signatureBytes: 64,
    rule: 'Go crypto/ed25519: S < L; A may be non-canonical; the encoding of [S]B - [k]A equals R byte for byte (no cofactor)',
    usedBy: 'Tendermint and CometBFT 0.34 and 0.37',
  },
  'ed25519-strict': {
    keyBytes: 32,
    signatureBytes: 64,
    rule: 'RFC 8032 strict: S < L; A and R canonical; A not of small order',
    usedBy: 'trust packs',
  },
  'secp256k1-sha256': {
    keyBytes: 33,
    signatureBytes: 64,
    rule: 'compressed key with prefix 02 or 03; r || s, both in [1, n-1], s <= n/2 (low S); digest SHA-256(message)',
    usedBy: 'CometBFT validators with secp256k1 keys',
  },
  'secp256k1-recoverable': {
    keyBytes: 64,
    signatureBytes: 65,
    rule: 'key x || y; r || s || v, v in 0..3; the message is the 32-byte digest itself; the key recovered equals the key; high s is taken',
    usedBy: 'FISCO BCOS with international cryptography',
  },
  'sm2-compressed': {
    keyBytes: 33,
    signatureBytes: 64,
    rule: 'GB/T 32918.2 with the default id; key 02 or 03 || x; r || s, both in [1, n-1]; t = 0 and R = infinity are refused',
    usedBy: 'CometBFT validators with SM2 keys (IRITA)',
  },
  'sm2-plain': {
    keyBytes: 64,
    signatureBytes: 64,
    rule: 'as sm2-compressed, key x || y without prefix',
    usedBy: 'FISCO BCOS with national cryptography',
  },
  'sm2-der': {
    keyBytes: 65,
    signatureBytes: 0,
    rule: 'as sm2-compressed, key 04 || x || y, strict DER signature',
    usedBy: 'X.509 certificates with SM2',
  },
};

/** Whether key and signature have the lengths that the rule demands; nothing else is worth looking at. */
export function hasRightLengths(scheme: SignatureScheme, publicKey: Uint8Array, signature: Uint8Array): boolean {
  const policy = SIGNATURE_POLICY[scheme];
  return publicKey.length === policy.keyBytes && signature.length === policy.signatureBytes;
}
