// The policy table: what each signature rule accepts, in words and as data. Tests hold every line of it.
import type { SignatureClaim, SignatureScheme } from './claim.ts';

export interface SignaturePolicy {
  readonly keyBytes: number;
  /** Least and most; DER has no fixed length. */
  readonly signatureBytes: readonly [least: number, most: number];
  /** Where the message is a digest already; else it may have any length. */
  readonly messageBytes?: number;
  readonly rule: string;
  readonly usedBy: string;
  readonly sm2?: Sm2Policy;
}

/** In what one SM2 rule differs from another, and what all of them decide where libraries differ. */
export interface Sm2Policy {
  /** The id that goes into Z_A, ASCII. The empty id, to which some libraries default, is another rule. */
  readonly userId: string;
  /** compressed: 02 or 03 || x; plain: x || y; uncompressed: 04 || x || y. Hybrid keys (06, 07) are always refused. */
  readonly keyForm: 'compressed' | 'plain' | 'uncompressed';
  /** rs: r || s, 32 bytes each; der: SEQUENCE of two INTEGERs, shortest encoding only. */
  readonly signatureForm: 'rs' | 'der';
  /** [s]G + [t]P = O. gmsm and RustCrypto accept it with r = e; only the key's owner can make such a signature. */
  readonly infinity: 'refused';
}

const DEFAULT_ID = '1234567812345678';

export const SIGNATURE_POLICY: Readonly<Record<SignatureScheme, SignaturePolicy>> = {
  'ed25519-zip215': {
    keyBytes: 32,
    signatureBytes: [64, 64],
    rule: 'ZIP-215: S < L; A and R may be non-canonical or of small order; [8]([S]B - [k]A - R) = O; k over the raw bytes',
    usedBy: 'CometBFT 0.38 and later (curve25519-voi)',
  },
  'ed25519-go': {
    keyBytes: 32,
    signatureBytes: [64, 64],
    rule: 'Go crypto/ed25519: S < L; A may be non-canonical; the encoding of [S]B - [k]A equals R byte for byte (no cofactor)',
    usedBy: 'Tendermint and CometBFT 0.34 and 0.37',
  },
  'ed25519-strict': {
    keyBytes: 32,
    signatureBytes: [64, 64],
    rule: 'RFC 8032 strict: S < L; A and R canonical; A not of small order',
    usedBy: 'trust packs',
  },
  'secp256k1-sha256': {
    keyBytes: 33,
    signatureBytes: [64, 64],
    rule: 'compressed key with prefix 02 or 03; r || s, both in [1, n-1], s <= n/2 (low S); digest SHA-256(message)',
    usedBy: 'CometBFT validators with secp256k1 keys',
  },
  'secp256k1-recoverable': {
    keyBytes: 64,
    signatureBytes: [65, 65],
    messageBytes: 32,
    rule: 'key x || y; r || s || v, v in 0..3; the message is the 32-byte digest itself; the key recovered equals the key; high s is taken',
    usedBy: 'FISCO BCOS with international cryptography',
  },
  'sm2-compressed': {
    keyBytes: 33,
    signatureBytes: [64, 64],
    rule: 'GB/T 32918.2: r and s in [1, n-1]; t = r + s mod n is not 0; R = [s]G + [t]P is not O; r = e + R.x mod n; e = SM3(Z_A || message)',
    usedBy: 'CometBFT validators and accounts with SM2 keys (IRITA)',
    sm2: { userId: DEFAULT_ID, keyForm: 'compressed', signatureForm: 'rs', infinity: 'refused' },
  },
  'sm2-plain': {
    keyBytes: 64,
    signatureBytes: [64, 64],
    rule: 'as sm2-compressed, key x || y without prefix',
    usedBy: 'FISCO BCOS with national cryptography; the 32-byte SM3 hash is the message, not e',
    sm2: { userId: DEFAULT_ID, keyForm: 'plain', signatureForm: 'rs', infinity: 'refused' },
  },
  'sm2-der': {
    keyBytes: 65,
    signatureBytes: [8, 72],
    rule: 'as sm2-compressed, key 04 || x || y, strict DER signature',
    usedBy: 'ChainMaker with national cryptography; X.509 certificates with SM2',
    sm2: { userId: DEFAULT_ID, keyForm: 'uncompressed', signatureForm: 'der', infinity: 'refused' },
  },
};

/** Whether key, signature and message have the lengths that the rule demands; nothing else is worth looking at. */
export function hasRightLengths({ scheme, publicKey, signature, message }: SignatureClaim): boolean {
  const { keyBytes, signatureBytes, messageBytes = message.length } = SIGNATURE_POLICY[scheme];
  const [least, most] = signatureBytes;
  const isRightSignature = signature.length >= least && signature.length <= most;
  return publicKey.length === keyBytes && isRightSignature && message.length === messageBytes;
}
