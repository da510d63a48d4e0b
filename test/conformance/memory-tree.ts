// A folder that exists only in memory: the runner's own tests give it changed and invented files.
import type { FileTree } from './file-tree.ts';

export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>, label = 'memory'): FileTree {
  return {
    label,
    names: label.split('/'),
    list: async () => Object.keys(files).sort(),
    read: async (path) => {
      const content = files[path];
      if (content === undefined) throw new Error(`no such file: ${path}`);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
}
