// What was dropped? Each item is a proof file, a trust pack, a digest, or a document; nothing is decided by its name alone.
import { fromHex, toHex, toUtf8 } from '../codec/bytes.ts';
import { parseJson } from '../codec/json.ts';
import { MingzhengError } from '../core/error.ts';
import { hashStream } from '../core/hashing.ts';
import { isProofFile, MAX_PROOF_BYTES, openProofFile, type ProofEnvelope } from './proof-file.ts';
import type { SubjectFile } from './verdict.ts';

/** Something to be read: a file in the browser, a file on disk, pasted text. */
export interface Item {
  readonly name: string;
  readonly size: number;
  /** Bytes from start to end, both within the size. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

export type Sorted =
  | { readonly kind: 'proof'; readonly file: SubjectFile; readonly envelope: ProofEnvelope }
  | { readonly kind: 'document'; readonly file: SubjectFile & { readonly digest: string } }
  | { readonly kind: 'digest'; readonly file: SubjectFile & { readonly digest: string } }
  | { readonly kind: 'unreadable'; readonly file: SubjectFile; readonly error: MingzhengError };

export type OnBytes = (done: number) => void;

const HEAD_BYTES = 4096;
const PIECE_BYTES = 1 << 20;
const PROOF_MARK = /"mediaType"\s*:\s*"application\/vnd\.mingzheng\.proof\./;
const PACK_MARK = /^\s*\{\s*"payload"\s*:/;

export function textItem(text: string): Item {
  const bytes = toUtf8(text);
  return { name: '', size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}

/** Never throws for what an item contains. Throws `client/cancelled`. */
export async function sortItem(item: Item, signal: AbortSignal, onBytes: OnBytes): Promise<Sorted> {
  const file: SubjectFile = { name: item.name, size: item.size };
  try {
    return await sortByContent(item, file, signal, onBytes);
  } catch (error) {
    if (signal.aborted) throw new MingzhengError('client/cancelled');
    const coded = error instanceof MingzhengError ? error : new MingzhengError('record/unreadable', {}, error);
    return { kind: 'unreadable', file, error: coded };
  }
}

async function sortByContent(item: Item, file: SubjectFile, signal: AbortSignal, onBytes: OnBytes): Promise<Sorted> {
  if (item.size === 0) throw new MingzhengError('record/empty-file');
  const head = new TextDecoder().decode(await item.slice(0, Math.min(item.size, HEAD_BYTES)));
  if (PACK_MARK.test(head)) throw new MingzhengError('record/is-a-trust-pack');
  const isObject = /^\s*\{/.test(head);
  const isProof = isObject && (PROOF_MARK.test(head) || /\.proof\.json$/i.test(item.name));
  if (isProof || (isObject && item.size <= MAX_PROOF_BYTES && (await saysProof(item)))) {
    if (item.size > MAX_PROOF_BYTES)
      throw new MingzhengError('record/proof-too-large', { size: item.size, limit: MAX_PROOF_BYTES });
    return { kind: 'proof', file, envelope: openProofFile(await item.slice(0, item.size)) };
  }
  const digest = digestInText(item, head);
  if (digest) return { kind: 'digest', file: { ...file, digest } };
  return { kind: 'document', file: { ...file, ...(await digestsOf(item, signal, onBytes)) } };
}

/** JSON whose mediaType stands further down; anything that does not parse is a document like any other. */
async function saysProof(item: Item): Promise<boolean> {
  const bytes = await item.slice(0, item.size);
  if (!fromLatin(bytes).includes('vnd.mingzheng.proof')) return false;
  try {
    return isProofFile(parseJson(bytes));
  } catch {
    return false;
  }
}

function fromLatin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Pasted text (which has no name) that is nothing but 32 bytes of hex. */
function digestInText(item: Item, head: string): string | undefined {
  const compact = head.replace(/\s+/g, '').replace(/^0x/i, '');
  const isAll = item.name === '' && item.size <= HEAD_BYTES;
  return isAll && /^[0-9a-fA-F]{64}$/.test(compact) ? toHex(fromHex(compact)) : undefined;
}

/** SHA-256 and SM3 of an item of any size, piece by piece: which of them a record holds is not known yet. */
async function digestsOf(
  item: Item,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<{ readonly digest: string; readonly sm3: string }> {
  const sha256 = hashStream('sha256');
  const sm3 = hashStream('sm3');
  for (let at = 0; at < item.size; at += PIECE_BYTES) {
    if (signal.aborted) throw new MingzhengError('client/cancelled');
    const piece = await item.slice(at, Math.min(at + PIECE_BYTES, item.size));
    sha256.update(piece);
    sm3.update(piece);
    onBytes(at + piece.length);
  }
  return { digest: toHex(sha256.digest()), sm3: toHex(sm3.digest()) };
}
