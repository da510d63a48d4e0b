// Makes trust packs for made chains, signed by throwaway keys; every part can be replaced, so that tests can break one rule.
import type { Checkpoint } from '../../src/chain/chain.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import { toBase64Url, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { signingInput, thumbprint } from '../../src/trust/jws.ts';
import { PACK_MEDIA_TYPE } from '../../src/trust/pack.ts';
import { type MadeKey, makeKey } from './make-chain-keys.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonMembers = { readonly [key: string]: JsonValue };

export const RECORD_PATTERN = 'record/{id}={sha256}';

/** The key of a pack with a number. */
export const packKey = (number: number): MadeKey => makeKey('pack', number);

export const jwk = ({ publicKey }: MadeKey): JsonMembers => ({ kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) });

export function profileJson(profile: CometProfile): JsonMembers {
  return {
    blockProtocol: `${profile.blockProtocol ?? 11n}`,
    keyTypes: [...profile.keyTypes],
    ed25519: profile.ed25519,
    trustLevel: {
      numerator: Number(profile.trustLevel.numerator),
      denominator: Number(profile.trustLevel.denominator),
    },
    trustingPeriodSeconds: `${profile.trustingPeriodNanos / 1_000_000_000n}`,
    maxClockDriftSeconds: `${profile.maxClockDriftNanos / 1_000_000_000n}`,
    dataHash: profile.dataHash,
  };
}

export function chainJson(
  profile: CometProfile,
  checkpoints: readonly Checkpoint[],
  changes: JsonMembers = {},
): JsonMembers {
  return {
    id: profile.chainId,
    family: 'cometbft',
    title: 'Made chain',
    operator: 'Tests',
    version: profile.version,
    profile: profileJson(profile),
    records: { kind: 'transaction-text', pattern: RECORD_PATTERN },
    checkpoints: checkpoints.map(({ height, hash }) => ({ height: `${height}`, hash: toHex(hash) })),
    validators: [],
    sources: [],
    ...changes,
  };
}

export function payloadJson(chains: readonly JsonMembers[], changes: JsonMembers = {}): JsonMembers {
  return {
    mediaType: PACK_MEDIA_TYPE,
    name: 'Test pack',
    version: 1,
    issued: '2026-01-01T00:00:00Z',
    expires: '2027-01-01T00:00:00Z',
    previous: null,
    keys: [jwk(packKey(0))],
    threshold: 1,
    demo: false,
    chains,
    ...changes,
  };
}

export interface SignatureParts {
  readonly key: MadeKey;
  /** Members of the protected header beside or instead of the right ones. */
  readonly header?: JsonMembers;
}

/** One signature of a JWS over a payload that is already base64url. */
export function signatureJson(payload: string, { key, header }: SignatureParts): JsonMembers {
  const members = { alg: 'EdDSA', kid: thumbprint(key.publicKey), typ: PACK_MEDIA_TYPE, ...header };
  const encoded = toBase64Url(toUtf8(JSON.stringify(members)));
  return { protected: encoded, signature: toBase64Url(key.sign(signingInput(encoded, payload))) };
}

/** The bytes of a pack; `payload` is JSON or its very text. */
export function printPack(
  payload: JsonMembers | string,
  signers: readonly SignatureParts[] = [{ key: packKey(0) }],
  changes: JsonMembers = {},
): Uint8Array {
  const encoded = toBase64Url(toUtf8(typeof payload === 'string' ? payload : JSON.stringify(payload)));
  const signatures = signers.map((signer) => signatureJson(encoded, signer));
  return toUtf8(JSON.stringify({ payload: encoded, signatures, ...changes }));
}
