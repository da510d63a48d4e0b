// A folder behind the runner's local server, as the page in the browser reads it.
import type { FileTree } from './file-tree.ts';

/** What the server answers about a folder. */
export interface Listing {
  readonly label: string;
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

async function get(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${address}`);
  return response;
}

/** `root` is `/files` or `/networks`; undefined where the server has no such folder. */
export async function pageTree(root: string): Promise<FileTree> {
  const { label, names, paths } = (await (await get(`${root}/`)).json()) as Listing;
  return {
    label,
    names,
    list: async () => paths,
    read: async (path) => {
      const address = `${root}/${path.split('/').map(encodeURIComponent).join('/')}`;
      return new Uint8Array(await (await get(address)).arrayBuffer());
    },
  };
}
