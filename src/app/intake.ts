// Takes what a person drops, pastes or picks anywhere on any page, and has it verified. A file that lands beside the drop
// zone must never make the browser leave the app to show it.
import type { ItemToVerify } from '../worker/api.ts';
import { say, setDragged, verifyItems } from './session.ts';

export function itemsOfFiles(files: Iterable<File>): ItemToVerify[] {
  return [...files].map((file) => ({ kind: 'file', name: file.name, blob: file }));
}

export function itemsOfText(text: string): ItemToVerify[] {
  return text.trim() === '' ? [] : [{ kind: 'text', text }];
}

/** Files where there are any, else the text. A transfer may be read only while its event lasts. */
export function itemsOfTransfer(transfer: DataTransfer): ItemToVerify[] {
  return transfer.files.length > 0 ? itemsOfFiles(transfer.files) : itemsOfText(transfer.getData('text/plain'));
}

/** The first folder in a transfer: a browser gives it as a file that cannot be read. */
export function folderIn(transfer: DataTransfer): string | undefined {
  for (const item of transfer.items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory) return entry.name;
  }
  return undefined;
}

function carriesContent(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.some((type) => type === 'Files' || type === 'text/plain') ?? false;
}

function countOf(transfer: DataTransfer): number {
  return [...transfer.items].filter((item) => item.kind === 'file').length;
}

function onDragOver(event: DragEvent): void {
  if (!carriesContent(event.dataTransfer) || isEditable(event.target)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  setDragged(countOf(event.dataTransfer));
}

/** `relatedTarget` is null when the pointer leaves the window itself. */
function onDragLeave(event: DragEvent): void {
  if (event.relatedTarget === null) setDragged(undefined);
}

function onDrop(event: DragEvent): void {
  setDragged(undefined);
  if (!carriesContent(event.dataTransfer) || isEditable(event.target)) return;
  event.preventDefault();
  location.hash = '#/verify';
  const name = folderIn(event.dataTransfer);
  if (name !== undefined) say({ code: 'verify/folder', values: { name } });
  else void verifyItems(itemsOfTransfer(event.dataTransfer));
}

function onPaste(event: ClipboardEvent): void {
  if (event.clipboardData === null || isEditable(event.target)) return;
  const items = itemsOfTransfer(event.clipboardData);
  if (items.length === 0) return;
  event.preventDefault();
  location.hash = '#/verify';
  void verifyItems(items);
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}

/** Listens on the whole window until the returned function is called. */
export function installIntake(): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  // Both: where the page redraws under the pointer, the next event is an entering one.
  window.addEventListener('dragenter', onDragOver, options);
  window.addEventListener('dragover', onDragOver, options);
  window.addEventListener('dragleave', onDragLeave, options);
  window.addEventListener('drop', onDrop, options);
  window.addEventListener('paste', onPaste, options);
  return () => stop.abort();
}
