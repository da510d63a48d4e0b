// A folder on the disk as the conformance runner reads it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { FileTree } from './file-tree.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** Names of the folders that end in this one, as many as matter to a format. */
export function folderNames(folder: string): string[] {
  return resolve(folder).split(sep).slice(-4);
}

export function nodeTree(folder: string): FileTree {
  if (!statSync(folder).isDirectory()) throw new Error(`not a folder: ${folder}`);
  const root = resolve(folder);
  let paths: readonly string[] | undefined;
  const list = () => filesBelow(root).map((path) => relative(root, path).split(sep).join('/'));
  return {
    label: folder.replace(/\/+$/, ''),
    names: folderNames(folder),
    async list() {
      paths ??= list().sort();
      return paths;
    },
    async read(path) {
      return readFileSync(join(root, path));
    },
  };
}
