// The signed messages of "Measure this device" (`src/worker/measure/signed.ts`): by throw-away keys that a fixed seed names, so
// that every run makes the same bytes. The app has the signatures and the public keys only.
import { concatBytes } from '../../src/codec/bytes.ts';
import { KEY_USES, type KeyUse, type MeasuredScheme, SCHEMES } from '../../src/worker/measure/figures.ts';
import { KEY_COUNT, messageOf, SIGNATURE_COUNT } from '../../src/worker/measure/signed.ts';
import { makeKey } from './make-chain-keys.ts';
import { fiscoKey } from './make-fisco-keys.ts';

const SEED = 'measure';

interface Signer {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const SIGNERS: Readonly<Record<MeasuredScheme, (number: number) => Signer>> = {
  sm2: (number) => fiscoKey('national', SEED, number),
  secp256k1: (number) => makeKey(SEED, number, 'secp256k1'),
  ed25519: (number) => makeKey(SEED, number),
};

/** The keys of one use, then the signatures. No key serves both uses. */
function signedBy(scheme: MeasuredScheme, use: KeyUse): Uint8Array[] {
  const first = use === 'new' ? 0 : KEY_COUNT.new;
  const signers = Array.from({ length: KEY_COUNT[use] }, (_, i) => SIGNERS[scheme](first + i));
  const signatures = Array.from({ length: SIGNATURE_COUNT }, (_, i) =>
    signers[i % signers.length]!.sign(messageOf(scheme, use, i)),
  );
  return [...signers.map(({ publicKey }) => publicKey), ...signatures];
}

/** The whole file. */
export function makeSigned(): Uint8Array {
  return concatBytes(...SCHEMES.flatMap((scheme) => KEY_USES.flatMap((use) => signedBy(scheme, use))));
}
