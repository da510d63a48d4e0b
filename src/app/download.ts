// Hands a file that the worker made to the person.
import type { NamedFile } from '../worker/api.ts';

/** Long enough for any browser to have begun to read the address. */
const KEEP_ADDRESS_MS = 60_000;

export function download(file: NamedFile): void {
  const address = URL.createObjectURL(new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_ADDRESS_MS);
}
