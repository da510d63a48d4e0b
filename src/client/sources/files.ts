// Light blocks out of dropped JSON files: one object, an array of them, or one a line, as nodes' replies are usually saved.
import type { ChainFamily, LightBlock, Profile } from '../../chain/chain.ts';
import { fromUtf8 } from '../../codec/bytes.ts';
import { type Json, type JsonLimits, parseJson } from '../../codec/json.ts';
import { Reader } from '../../codec/schema.ts';
import { MingzhengError } from '../../core/error.ts';

export const MAX_FILE_BYTES = 64 << 20;
const LIMITS: JsonLimits = { maxBytes: MAX_FILE_BYTES, maxDepth: 16, maxNodes: 5_000_000 };
const MAX_BLOCKS = 100_000;

/** Errors: `source/file-too-large`, `source/no-light-blocks`, `json/...`, the family's decoding errors. */
export function readLightBlocks(family: ChainFamily, profile: Profile, bytes: Uint8Array): LightBlock[] {
  if (bytes.length > MAX_FILE_BYTES) throw new MingzhengError('source/file-too-large', { limit: MAX_FILE_BYTES });
  const values = readValues(bytes);
  if (values.length === 0 || values.length > MAX_BLOCKS) throw new MingzhengError('source/no-light-blocks');
  return values.map((value) => {
    const reader = Reader.of(value);
    if (!family.isLightBlock(reader)) throw new MingzhengError('source/no-light-blocks');
    return family.readLightBlock(profile, reader);
  });
}

/** JSON lines are recognised by a second value after the first line. */
function readValues(bytes: Uint8Array): readonly Json[] {
  const text = fromUtf8(bytes);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  if (isLines) return lines.map((line) => parseJson(line, LIMITS));
  const value = parseJson(text, LIMITS);
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
