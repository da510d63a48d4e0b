// Trust packs that a test signs with a key of its own, made of the chains of the demo pack.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PickedFile, textFile } from './e2e-app.ts';
import { DIST } from './e2e-site.ts';

const TYPE = 'application/vnd.mingzheng.trust-pack.v1+json';
const DAY_MS = 86_400_000;

export interface PackSource {
  readonly kind: 'archive' | 'websocket' | 'http';
  readonly address: string;
  readonly operator: string;
}
interface DemoChain {
  readonly id: string;
  readonly sources: readonly PackSource[];
  readonly checkpoints: readonly object[];
  readonly [member: string]: unknown;
}

const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url');
const rfc3339 = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const bundled = JSON.parse(readFileSync(join(DIST, 'demo/pack.json'), 'utf8'));
const CHAINS: readonly DemoChain[] = JSON.parse(Buffer.from(bundled.payload, 'base64url').toString()).chains;

/** A chain of the demo pack as it stands there. */
export function demoChain(id: string): DemoChain {
  return CHAINS.find((chain) => chain.id === id)!;
}

/** Its sources as a pack of somebody else must name them: by whole addresses. */
export function sourcesAt(id: string, origin: string): PackSource[] {
  return demoChain(id).sources.map((source) => ({ ...source, address: new URL(source.address, origin).href }));
}

/** The same chain under a trust root of its own, so that nothing verified before counts: another checkpoint row. */
export function freshDemoChain(id: string, sources: readonly PackSource[]): DemoChain {
  const [first] = demoChain(id).checkpoints;
  return { ...demoChain(id), sources, checkpoints: [{ ...first, note: 'of a test' }] };
}

export interface Key {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string };
}

export function freshKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { kty = '', crv = '', x = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x } };
}

/** RFC 7638: SHA-256 of the required members in alphabetical order. */
export function thumbprint({ jwk: { crv, kty, x } }: Key): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

export interface PackOptions {
  readonly name: string;
  readonly version?: number;
  readonly chains: readonly object[];
  readonly key?: Key;
  readonly demo?: boolean;
}

/** Signed as JWS general JSON serialization (RFC 7515, 7.2.1). */
export function packFile({ name, version = 1, chains, key = freshKey(), demo = false }: PackOptions): PickedFile {
  const now = Date.now();
  const payload = {
    mediaType: TYPE,
    name,
    version,
    issued: rfc3339(now),
    expires: rfc3339(now + 90 * DAY_MS),
    previous: null,
    keys: [key.jwk],
    threshold: 1,
    demo,
    chains,
  };
  const head = base64url(JSON.stringify({ alg: 'EdDSA', kid: thumbprint(key), typ: TYPE }));
  const body = base64url(JSON.stringify(payload));
  const signature = base64url(sign(null, Buffer.from(`${head}.${body}`, 'ascii'), key.privateKey));
  const text = JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] });
  return textFile(`${name}.json`, text);
}
