// Trust packs, format v1 (docs/formats/trust-pack.md): chain profiles, checkpoints and names, signed by k of n keys. The
// format leaves room for thresholds, rotation and successors; this version checks the signatures over one pack.

import type { Checkpoint } from '../chain/chain.ts';
import { fromHex, toHex } from '../codec/bytes.ts';
import { type JsonLimits, parseJson } from '../codec/json.ts';
import { Reader } from '../codec/schema.ts';
import { parseTime, type Time, toNanos } from '../codec/time.ts';
import { ensure } from '../core/error.ts';
import { sha256 } from '../core/hashing.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import { DEMO_KEY_THUMBPRINT } from './demo-key.ts';
import { claimOf, type Jws, payloadBytes, readJws, readKey, thumbprint } from './jws.ts';

export const PACK_MEDIA_TYPE = 'application/vnd.mingzheng.trust-pack.v1+json';
export const MAX_PACK_BYTES = 8 << 20;
const LIMITS: JsonLimits = { maxBytes: MAX_PACK_BYTES, maxDepth: 12, maxNodes: 200_000 };

export interface PackSource {
  readonly kind: 'archive' | 'websocket' | 'http';
  readonly address: string;
  readonly operator: string;
}

/** What the pack says about one chain. `profile` is read by the chain's family. */
export interface PackChain {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly operator: string;
  readonly version: string;
  readonly profile: Reader;
  /** Read by the chain's family. */
  readonly records?: Reader;
  readonly checkpoints: readonly Checkpoint[];
  /** Names by lower-case hex address. */
  readonly validators: ReadonlyMap<string, string>;
  readonly sources: readonly PackSource[];
  /** Names everything that trust in this chain hangs on; stored headers are kept under it. */
  readonly trustRoot: string;
}

export interface TrustPack {
  readonly name: string;
  readonly version: number;
  readonly issued: Time;
  readonly expires: Time;
  readonly demo: boolean;
  readonly chains: readonly PackChain[];
  /** SHA-256 of the signed payload: what a person compares. */
  readonly fingerprint: string;
  /** Thumbprints of the keys whose signatures were right. */
  readonly signers: readonly string[];
}

/**
 * Reads a pack and checks its signatures. A right signature says that the pack is whole and whose it is, not that it is to
 * be trusted: that is the person's choice, by fingerprint.
 * Errors: `trust/not-a-pack`, `trust/signature`, `trust/threshold`, `trust/demo-key`, `trust/dates`, `json/...`.
 */
export async function openPack(bytes: Uint8Array, verifier: SignatureVerifier): Promise<TrustPack> {
  const outer = Reader.of(parseJson(bytes, LIMITS));
  ensure(outer.has('payload') && outer.has('signatures'), 'trust/not-a-pack');
  const jws = readJws(outer);
  const payload = payloadBytes(jws);
  const reader = Reader.of(parseJson(payload, LIMITS));
  const isPack = reader.has('mediaType') && reader.string('mediaType') === PACK_MEDIA_TYPE;
  ensure(isPack, 'trust/not-a-pack');
  const signers = await checkSignatures(jws, reader, verifier);
  const pack = { ...readPayload(reader), fingerprint: toHex(sha256(payload)), signers };
  ensure(pack.demo || !signers.includes(DEMO_KEY_THUMBPRINT), 'trust/demo-key');
  return pack;
}

/** Every signature must be by a key of the pack and right; distinct keys are counted against the threshold. */
async function checkSignatures(jws: Jws, reader: Reader, verifier: SignatureVerifier): Promise<string[]> {
  const keys = new Map(
    reader
      .readers('keys', 32)
      .map(readKey)
      .map((key) => [thumbprint(key), key]),
  );
  const claims = jws.signatures.map((signature) => {
    const key = keys.get(signature.keyId);
    ensure(key !== undefined && signature.type === PACK_MEDIA_TYPE, 'trust/signature', { key: signature.keyId });
    return claimOf(jws, signature, key);
  });
  const answers = await verifier.verify(claims);
  jws.signatures.forEach((signature, i) => {
    ensure(answers[i] === true, 'trust/signature', { key: signature.keyId });
  });
  const signers = [...new Set(jws.signatures.map((signature) => signature.keyId))];
  const threshold = reader.integer('threshold', 1n, 32n);
  ensure(BigInt(signers.length) >= threshold, 'trust/threshold', { found: signers.length, expected: threshold });
  return signers;
}

function readPayload(reader: Reader): Omit<TrustPack, 'fingerprint' | 'signers'> {
  reader.only(
    'mediaType',
    'name',
    'version',
    'issued',
    'expires',
    'previous',
    'keys',
    'threshold',
    'successorKeys',
    'demo',
    'note',
    'chains',
  );
  const issued = reader.time('issued');
  const expires = reader.time('expires');
  ensure(toNanos(issued) < toNanos(expires), 'trust/dates');
  const chains = reader.readers('chains', 256).map(readChain);
  ensure(new Set(chains.map(({ id }) => id)).size === chains.length, 'trust/duplicate-chain');
  return {
    name: readLabel(reader, 'name', 200),
    version: Number(reader.integer('version', 1n, 1_000_000n)),
    issued,
    expires,
    demo: reader.boolean('demo'),
    chains,
  };
}

function readChain(reader: Reader): PackChain {
  reader.only(
    'id',
    'family',
    'title',
    'operator',
    'version',
    'profile',
    'records',
    'checkpoints',
    'validators',
    'sources',
    'note',
  );
  const records = reader.optionalReader('records');
  const checkpoints = reader.readers('checkpoints', 1000).map(readCheckpoint);
  const heights = new Set(checkpoints.map(({ height }) => height));
  ensure(heights.size > 0 && heights.size === checkpoints.length, 'trust/checkpoint', {
    path: reader.at('checkpoints'),
  });
  return {
    id: reader.string('id', 100),
    family: reader.string('family', 40),
    title: readLabel(reader, 'title', 200),
    operator: readLabel(reader, 'operator', 200),
    version: reader.string('version', 40),
    profile: reader.reader('profile'),
    ...(records && { records }),
    checkpoints,
    validators: new Map(reader.readers('validators', 10_000, true).map(readName)),
    sources: reader.readers('sources', 100, true).map(readSource),
    trustRoot: trustRootOf(reader),
  };
}

/** Text that is shown: no control characters, no marks that turn the writing direction. Errors: `trust/label`. */
function readLabel(reader: Reader, key: string, maxLength: number): string {
  const text = reader.string(key, maxLength);
  ensure(!/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text), 'trust/label', { path: reader.at(key) });
  return text;
}

function readCheckpoint(reader: Reader): Checkpoint {
  reader.only('height', 'hash', 'validUntil', 'note');
  const hash = fromHex(reader.string('hash', 128));
  ensure(hash.length === 32, 'trust/checkpoint', { path: reader.path });
  const height = reader.integer('height', 0n, 2n ** 53n);
  return { height, hash, ...(reader.has('validUntil') && { validUntil: parseTime(reader.string('validUntil')) }) };
}

function readName(reader: Reader): readonly [string, string] {
  reader.only('address', 'name');
  return [toHex(fromHex(reader.string('address', 128))), readLabel(reader, 'name', 100)];
}

function readSource(reader: Reader): PackSource {
  reader.only('kind', 'address', 'operator');
  const kind = reader.string('kind', 20);
  ensure(kind === 'archive' || kind === 'websocket' || kind === 'http', 'trust/source-kind', { kind });
  return { kind, address: reader.string('address', 500), operator: readLabel(reader, 'operator', 100) };
}

/** SHA-256 over family, id, profile and checkpoints, in a form of our own that does not depend on spacing. */
function trustRootOf(reader: Reader): string {
  const parts = ['family', 'id', 'profile', 'checkpoints'].map((key) => canonical(reader.object.get(key)));
  return toHex(sha256(new TextEncoder().encode(parts.join('\n'))));
}

function canonical(value: unknown): string {
  if (value instanceof Map)
    return `{${[...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)}}`;
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String((value as { text?: string } | null)?.text ?? value);
}
