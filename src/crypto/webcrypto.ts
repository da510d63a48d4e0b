// Ed25519 through WebCrypto: the fast way where the browser has it. Its acceptance rule differs from engine to engine,
// so only its "yes" counts, and only for keys on which all rules agree about a "yes" (`isOrdinaryKey`).
import { fromHex, toHex } from '../codec/bytes.ts';

/** y coordinates of the points of small order (canonical encodings, sign bit cleared), little-endian hex. */
const SMALL_ORDER_Y = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
]);

/** A canonical encoding (y < 2^255 - 19) of a point that is not of small order. */
export function isOrdinaryKey(publicKey: Uint8Array): boolean {
  const y = publicKey.slice();
  y[31]! &= 0x7f;
  const isCanonical = y[31] !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff) || y[0]! < 0xed;
  return isCanonical && !SMALL_ORDER_Y.has(toHex(y));
}

// A key with a component of order 8 and a signature that only a rule with cofactor accepts: it tells which kind an
// engine is. `test/unit/crypto/webcrypto.test.ts` shows how it was made.
const PROBE = {
  publicKey: fromHex('79776bda645b71eb9c372346c411b39ead644aaa83f7afa6ec957748732cb5ab'),
  message: new TextEncoder().encode('mingzheng/ed25519-cofactor-probe'),
  signature: fromHex(
    '72e6529f8c273f1fc66688cf15ab63195702c173034b6346c210131b799791275f3cd74217293de02e36cbdd8f1367ec5f404a26ea948cf7b0e988e4989ed002',
  ),
};

const keys = new Map<string, Promise<CryptoKey>>();
const MAX_KEYS = 2048;

function importKey(publicKey: Uint8Array): Promise<CryptoKey> {
  const id = toHex(publicKey);
  const known = keys.get(id);
  if (known) return known;
  if (keys.size >= MAX_KEYS) keys.clear();
  const key = crypto.subtle.importKey('raw', publicKey as BufferSource, 'Ed25519', false, ['verify']);
  keys.set(id, key);
  return key;
}

/** True only if the engine accepts; any failure is "not a yes". */
export async function webCryptoSaysYes(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await importKey(publicKey);
    return await crypto.subtle.verify('Ed25519', key, signature as BufferSource, message as BufferSource);
  } catch {
    return false;
  }
}

export interface WebCryptoSupport {
  readonly ed25519: boolean;
  /** Whether its "yes" holds under the cofactorless rule of Go as well. */
  readonly cofactorless: boolean;
}

let support: Promise<WebCryptoSupport> | undefined;

/** Asks the engine once what it can do. */
export function webCryptoSupport(): Promise<WebCryptoSupport> {
  support ??= probe();
  return support;
}

async function probe(): Promise<WebCryptoSupport> {
  if (globalThis.crypto?.subtle === undefined) return { ed25519: false, cofactorless: false };
  try {
    await importKey(PROBE.publicKey);
  } catch {
    return { ed25519: false, cofactorless: false };
  }
  const acceptsWithCofactor = await webCryptoSaysYes(PROBE.publicKey, PROBE.message, PROBE.signature);
  return { ed25519: true, cofactorless: !acceptsWithCofactor };
}
