// Writes a trust pack for a running network: profile, one checkpoint, the validators' names, the nodes as sources; signed
// with an Ed25519 key made for this one file. The format is docs/formats/ "trust pack", version 1.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { call, height } from './rpc.mjs';

export const PACK_TYPE = 'application/vnd.mingzheng.trust-pack.v1+json';
const DAY_MS = 86_400_000;

const base64url = (data) => Buffer.from(data).toString('base64url');
const rfc3339 = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** RFC 7638 thumbprint of an Ed25519 key: SHA-256 of its required members in alphabetical order. */
export function thumbprint({ crv, kty, x }) {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

/** Signs a payload as JWS general JSON serialization (RFC 7515, 7.2.1) with one key. */
export function signPack(payload, { privateKey, jwk }) {
  const protectedHeader = base64url(JSON.stringify({ alg: 'EdDSA', kid: thumbprint(jwk), typ: PACK_TYPE }));
  const body = base64url(JSON.stringify(payload));
  const signature = sign(null, Buffer.from(`${protectedHeader}.${body}`, 'ascii'), privateKey);
  return { payload: body, signatures: [{ protected: protectedHeader, signature: base64url(signature) }] };
}

export function freshKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { kty, crv, x } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x } };
}

function profile(network, blockProtocol) {
  return {
    blockProtocol,
    keyTypes: [network.keyType],
    ed25519: /^0\.3[47]\./.test(network.version) ? 'go' : 'zip215',
    trustLevel: { numerator: 1, denominator: 3 },
    trustingPeriodSeconds: '1209600',
    maxClockDriftSeconds: '10',
    dataHash: 'transactions',
  };
}

/** The height to begin from: 1, or with 'head' the newest block. */
async function checkpoint(port, where) {
  const wanted = where === 'head' ? await height(port) : Number(where);
  const { header, commit } = (await call(port, 'commit', { height: String(wanted) })).signed_header;
  return { header, checkpoint: { height: header.height, hash: commit.block_id.hash.toLowerCase() } };
}

/** sources: [{address, operator}]; where: a height or 'head'. */
export async function packPayload(network, { port, sources, where = '1', now = Date.now() }) {
  const { header, checkpoint: start } = await checkpoint(port, where);
  const chain = {
    id: network.chainId,
    family: 'cometbft',
    title: `Local network ${network.chainId}`,
    operator: 'this machine',
    version: network.version.split('.').slice(0, 2).join('.'),
    profile: profile(network, header.version.block),
    records: { kind: 'transaction-text', pattern: 'record/{id}={sha256}' },
    checkpoints: [start],
    validators: network.indices.map((i) => ({ address: network.key(i).address.toLowerCase(), name: `node${i}` })),
    sources: sources.map(({ address, operator }) => ({ kind: 'websocket', address, operator })),
  };
  return {
    mediaType: PACK_TYPE,
    name: `Local network ${network.chainId}`,
    version: 1,
    issued: rfc3339(now),
    expires: rfc3339(now + 90 * DAY_MS),
    previous: null,
    keys: [],
    threshold: 1,
    demo: false,
    chains: [chain],
  };
}

/** Writes the pack; gives its checkpoint and the thumbprint of the key, which is forgotten afterwards. */
export async function writePack(file, network, options) {
  const key = freshKey();
  const payload = { ...(await packPayload(network, options)), keys: [key.jwk] };
  writeFileSync(file, `${JSON.stringify(signPack(payload, key), null, 2)}\n`);
  return { file, key: thumbprint(key.jwk), checkpoint: payload.chains[0].checkpoints[0] };
}
