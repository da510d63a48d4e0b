// Files of the command line as the library takes them.
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ChainFamily, Profile } from '../chain/chain.ts';
import { ArchiveSource, type FetchFile, MANIFEST_PATH } from '../client/archive/source.ts';
import { kindOfAddress, openSource } from '../client/open-source.ts';
import type { Source } from '../client/ports.ts';
import { MingzhengError } from '../core/error.ts';
import type { Item } from '../record/intake.ts';

/** A file on disk, read piece by piece. Errors: `record/unreadable`. */
export function fileItem(path: string): Item {
  if (!existsSync(path) || !statSync(path).isFile()) throw new MingzhengError('record/unreadable', { name: path });
  const { size } = statSync(path);
  return {
    name: basename(path),
    size,
    async slice(start, end) {
      const bytes = new Uint8Array(end - start);
      const file = openSync(path, 'r');
      const read = readSync(file, bytes, 0, end - start, start);
      closeSync(file);
      return bytes.subarray(0, read);
    },
  };
}

/** An archive folder, or an address. */
export function networkSource(where: string, family: ChainFamily, profile: Profile): Source {
  if (existsSync(join(where, MANIFEST_PATH))) return new ArchiveSource(where, where, family, profile, readFrom(where));
  return openSource({ id: where, operator: where, address: where, kind: kindOfAddress(where) }, family, profile);
}

function readFrom(folder: string): FetchFile {
  return async (path, maxBytes) => {
    const file = join(folder, path);
    if (!existsSync(file)) throw new MingzhengError('source/not-found', { path });
    if (statSync(file).size > maxBytes) throw new MingzhengError('source/reply-too-large', { limit: maxBytes });
    return new Uint8Array(readFileSync(file));
  };
}
