// The demo trust pack: profiles and checkpoints of the recorded networks, signed by a key that everyone can make from a
// public text. It vouches only for what is marked as demo.
import { ed25519 } from '@noble/curves/ed25519.js';
import type { LightBlock } from '../../src/chain/chain.ts';
import { toBase64Url, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { signingInput, thumbprint } from '../../src/trust/jws.ts';
import { PACK_MEDIA_TYPE } from '../../src/trust/pack.ts';

const DEMO_KEY_TEXT =
  'mingzheng demo trust pack key: anyone can sign with it, so it vouches only for what is marked as demo';
const CENTURY_SECONDS = 100n * 365n * 86400n;

export interface DemoChain {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly ed25519: 'zip215' | 'go';
  readonly trustLevel: { readonly numerator: number; readonly denominator: number };
  /** Folders below /demo/archives/, each by another operator. */
  readonly archives: readonly { readonly folder: string; readonly operator: string }[];
  readonly checkpoints: readonly { readonly block: LightBlock; readonly validUntil?: string; readonly note?: string }[];
  readonly validators: readonly { readonly address: string; readonly name: string }[];
}

function chainJson(chain: DemoChain): object {
  return {
    id: chain.id,
    family: 'cometbft',
    title: chain.title,
    operator: 'demo network, recorded on loopback',
    version: chain.version,
    note: 'The trusting period is a century: the network was recorded once and has no unbonding period to respect. A real chain gets a period well below its own.',
    profile: {
      blockProtocol: '11',
      keyTypes: ['ed25519'],
      ed25519: chain.ed25519,
      trustLevel: chain.trustLevel,
      trustingPeriodSeconds: `${CENTURY_SECONDS}`,
      maxClockDriftSeconds: '10',
      dataHash: 'transactions',
    },
    records: { kind: 'transaction-text', pattern: 'record/{id}={sha256}' },
    checkpoints: chain.checkpoints.map(({ block, validUntil, note }) => ({
      height: `${block.height}`,
      hash: toHex(block.hash),
      ...(validUntil && { validUntil }),
      ...(note && { note }),
    })),
    validators: chain.validators,
    sources: chain.archives.map(({ folder, operator }) => ({
      kind: 'archive',
      address: `/demo/archives/${folder}/`,
      operator,
    })),
  };
}

/** The pack's file: JWS general JSON serialization. */
export function printDemoPack(chains: readonly DemoChain[]): Uint8Array {
  const secret = sha256(toUtf8(DEMO_KEY_TEXT));
  const publicKey = ed25519.getPublicKey(secret);
  const payload = {
    mediaType: PACK_MEDIA_TYPE,
    name: 'Mingzheng demo pack',
    version: 1,
    issued: '2026-11-24T20:00:00Z',
    expires: '2126-11-24T20:00:00Z',
    previous: null,
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }],
    threshold: 1,
    demo: true,
    note: `Signed by a key made from the public text "${DEMO_KEY_TEXT}".`,
    chains: chains.map(chainJson),
  };
  const encoded = toBase64Url(toUtf8(JSON.stringify(payload)));
  const header = toBase64Url(
    toUtf8(JSON.stringify({ alg: 'EdDSA', kid: thumbprint(publicKey), typ: PACK_MEDIA_TYPE })),
  );
  const signature = toBase64Url(ed25519.sign(signingInput(header, encoded), secret));
  return toUtf8(`${JSON.stringify({ payload: encoded, signatures: [{ protected: header, signature }] }, null, 2)}\n`);
}
