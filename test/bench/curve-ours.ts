// Our ways of checking signatures, by the curve core.
import { bytesEqual } from '../../src/codec/bytes.ts';
import { type CurveCore, curveCore } from '../../src/core/curve-core.ts';
import { hashAll } from '../../src/core/hashing.ts';
import type { SignatureScheme } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { Checker } from './curve-checker.ts';
import type { Signed } from './curve-signed.ts';
import { mustHold } from './rounds.ts';

export async function startedCore(): Promise<CurveCore> {
  const core = await curveCore();
  mustHold(core !== undefined, 'the curve core starts here');
  return core!;
}

/** As the app checks claims. */
export function byClaims(scheme: SignatureScheme): Checker {
  return { name: 'ours', check: (signed) => localVerifier.verify(signed.map((each) => ({ scheme, ...each }))) };
}

/** No claim is of this curve yet. */
export async function ourP256(): Promise<Checker> {
  const core = await startedCore();
  const taskOf = ({ publicKey, signature }: Signed, e: Uint8Array) => {
    const key = core.key('p256', publicKey)!;
    return { key, r: signature.subarray(0, 32), s: signature.subarray(32), e };
  };
  const check = (signed: readonly Signed[]) => {
    const digests = hashAll('sha256', messagesOf(signed));
    const tasks = signed.map((each, i) => taskOf(each, digests.subarray(32 * i, 32 * i + 32)));
    return core.verify('ecdsa-p256', tasks).map((answer) => answer === 'yes');
  };
  return { name: 'ours', check };
}

/** Recovers keys, as one must who knows an address only. */
export async function ourRecovery(): Promise<Checker> {
  const core = await startedCore();
  const check = (signed: readonly Signed[]) => {
    const digests = hashAll('keccak256', messagesOf(signed));
    const tasks = signed.map(({ signature }, i) => ({
      r: signature.subarray(0, 32),
      s: signature.subarray(32, 64),
      e: digests.subarray(32 * i, 32 * i + 32),
      recovery: signature[64]!,
    }));
    return core.recover(tasks).map((key, i) => typeof key !== 'string' && bytesEqual(key, signed[i]!.publicKey));
  };
  return { name: 'ours', check };
}

const messagesOf = (signed: readonly Signed[]) => signed.map(({ message }) => message);
