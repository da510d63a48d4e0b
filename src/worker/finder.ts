// Looks a record up in the chains at hand: by digest, transaction hash or height, in one chain or in all.
import { byDigest, type FoundRecord, findByHeight, findByRecordHash, findInArchive } from '../client/find-record.ts';
import type { Source } from '../client/ports.ts';
import { fromHex } from '../codec/bytes.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import type { ChainHandle } from './chain-handle.ts';

/**
 * Looks for a document's digests in the archives of every chain; what is found in one is enough. Nodes are not asked: they
 * would learn the digest, and have no index for it. Errors: `record/not-found`, `record/could-not-look`.
 */
export async function findEverywhere(
  handles: readonly ChainHandle[],
  digests: readonly string[],
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  let failure: unknown;
  for (const handle of handles) {
    try {
      return await findDigest(handle, digests.map(fromHex), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      if (codeOf(error) === 'source/unreachable') failure = error;
    }
  }
  if (failure) throw new MingzhengError('record/could-not-look', {}, failure);
  throw new MingzhengError('record/not-found', { chains: handles.length });
}

/** What a person typed: 64 hex digits are a digest or a transaction hash, a number is a height. Errors: `record/bad-query`. */
export async function findByText(handle: ChainHandle, query: string, signal: AbortSignal): Promise<FoundRecord[]> {
  const text = query.replace(/[\s,]+/g, '').replace(/^0x/i, '');
  if (/^[0-9a-fA-F]{64}$/.test(text)) return findHash(handle, fromHex(text), signal);
  if (!/^[1-9]\d{0,15}$/.test(text)) throw new MingzhengError('record/bad-query');
  const { context, trust } = handle;
  return firstThatAnswers(handle, (source) =>
    findByHeight(context, trust.checkpoints, source, BigInt(text), trust.rule, signal),
  );
}

function findDigest(handle: ChainHandle, digests: readonly Uint8Array[], signal: AbortSignal): Promise<FoundRecord[]> {
  const { context, trust } = handle;
  const sought = byDigest(context, trust.rule, digests);
  return firstThatAnswers(handle, (source) => findInArchive(context, trust.checkpoints, source, sought, signal));
}

/** First as a digest in archives, then as a transaction hash anywhere. */
async function findHash(handle: ChainHandle, hash: Uint8Array, signal: AbortSignal): Promise<FoundRecord[]> {
  const { context, trust } = handle;
  try {
    return await findDigest(handle, [hash], signal);
  } catch (error) {
    if (signal.aborted) throw error;
  }
  return firstThatAnswers(handle, (source) =>
    findByRecordHash(context, trust.checkpoints, source, hash, trust.rule, signal),
  );
}

/** Asks the sources in turn until one answers. Errors: the last one's. */
async function firstThatAnswers<T>(handle: ChainHandle, ask: (source: Source) => Promise<T>): Promise<T> {
  let last: unknown = new MingzhengError('client/no-source');
  for (const source of handle.sources()) {
    try {
      return await ask(source);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
