// The demo trust pack: profiles and checkpoints of the demo's chains, signed by a key that everyone can make from a public
// text. It vouches only for what is marked as demo.
import { ed25519 } from '@noble/curves/ed25519.js';
import type { LightBlock } from '../../src/chain/chain.ts';
import { toBase64Url, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { signingInput, thumbprint } from '../../src/trust/jws.ts';
import { PACK_MEDIA_TYPE } from '../../src/trust/pack.ts';
import type { Network } from './networks.ts';

const DEMO_KEY_TEXT =
  'mingzheng demo trust pack key: anyone can sign with it, so it vouches only for what is marked as demo';

/** A network with what was found out about it. */
export interface DemoChain {
  readonly network: Network;
  /** Folders below /demo/archives/, each by another operator. */
  readonly archives: readonly { readonly folder: string; readonly operator: string }[];
  /** In the order of the network's checkpoints. */
  readonly blocks: readonly LightBlock[];
  readonly validators: readonly { readonly address: string; readonly name: string }[];
}

function chainJson({ network, archives, blocks, validators }: DemoChain): object {
  const { id, family, title, operator, version, note, profile, records } = network;
  return {
    id,
    family,
    title,
    operator,
    version,
    note,
    profile,
    ...(records && { records }),
    checkpoints: network.checkpoints.map(({ height, ...more }, i) => ({
      height: `${height}`,
      hash: toHex(blocks[i]!.hash),
      ...more,
    })),
    validators,
    sources: archives.map((archive) => ({
      kind: 'archive',
      address: `/demo/archives/${archive.folder}/`,
      operator: archive.operator,
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
