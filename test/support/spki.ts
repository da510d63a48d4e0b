// What stands before a key in its SubjectPublicKeyInfo: the way in which OpenSSL and Node take keys.
import { concatBytes, fromHex } from '../../src/codec/bytes.ts';

/** id-ecPublicKey and the curve, for keys of 65 bytes (04 || x || y) and of 33. */
const PREFIX = {
  sm2: {
    65: '3059301306072a8648ce3d020106082a811ccf5501822d034200',
    33: '3039301306072a8648ce3d020106082a811ccf5501822d032200',
  },
  secp256k1: {
    65: '3056301006072a8648ce3d020106052b8104000a034200',
    33: '3036301006072a8648ce3d020106052b8104000a032200',
  },
  p256: {
    65: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
    33: '3039301306072a8648ce3d020106082a8648ce3d030107032200',
  },
  ed25519: { 32: '302a300506032b6570032100' },
} as const satisfies Record<string, Readonly<Record<number, string>>>;

/** SubjectPublicKeyInfo of a key of 65 or 33 bytes, of Ed25519 32. */
export function spkiOf(curve: keyof typeof PREFIX, publicKey: Uint8Array): Uint8Array {
  const prefixes: Readonly<Record<number, string>> = PREFIX[curve];
  return concatBytes(fromHex(prefixes[publicKey.length]!), publicKey);
}
