// A folder of test data as the runner sees it, wherever it lies: on a disk (`node-tree.ts`) or behind a local server
// (`page-tree.ts`). Files are known by their names and by the names of the folders above them.
import { type Json, parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';

export interface FileTree {
  /** What a person called the folder; it stands before every path that is printed. */
  readonly label: string;
  /** Names of the folder's parents and of itself, since a part of a collection may be given alone. */
  readonly names: readonly string[];
  /** Paths of all files, relative, with `/`, sorted. */
  list(): Promise<readonly string[]>;
  read(path: string): Promise<Uint8Array>;
}

const LIMITS = { maxBytes: 1 << 28, maxDepth: 64, maxNodes: 20_000_000 };

export function parseModel(text: string): Json {
  return parseJson(text, LIMITS);
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** One file of a tree. */
export class DataFile {
  readonly name: string;
  /** Path of the folder inside the tree, empty at its top. */
  readonly folder: string;

  constructor(
    readonly tree: FileTree,
    readonly path: string,
  ) {
    const at = path.lastIndexOf('/');
    this.name = path.slice(at + 1);
    this.folder = at < 0 ? '' : path.slice(0, at);
  }

  /** Folder names down to this file, those above the tree first. */
  get folders(): readonly string[] {
    return [...this.tree.names, ...this.folder.split('/').filter((name) => name !== '')];
  }

  get folderLabel(): string {
    return this.folder === '' ? this.tree.label : `${this.tree.label}/${this.folder}`;
  }

  get label(): string {
    return `${this.tree.label}/${this.path}`;
  }

  /** The name without `.gz`: both are one format. */
  get plainName(): string {
    return this.name.replace(/\.gz$/, '');
  }

  bytes(): Promise<Uint8Array> {
    return this.tree.read(this.path);
  }

  async text(): Promise<string> {
    const bytes = await this.bytes();
    return new TextDecoder().decode(this.name.endsWith('.gz') ? await gunzip(bytes) : bytes);
  }

  async json(): Promise<Json> {
    return parseModel(await this.text());
  }

  async reader(): Promise<Reader> {
    return Reader.of(await this.json());
  }

  async lines(): Promise<string[]> {
    return (await this.text()).split('\n').filter((line) => line !== '');
  }

  /** Rows of a JSON lines file. */
  async rows(): Promise<Reader[]> {
    return (await this.lines()).map((line, i) => Reader.of(parseModel(line), `$[${i}]`));
  }

  /** The other files of the same folder. */
  async siblings(): Promise<DataFile[]> {
    const files = (await this.tree.list()).map((path) => new DataFile(this.tree, path));
    return files.filter((file) => file.folder === this.folder && file.path !== this.path);
  }

  async sibling(plainName: string): Promise<DataFile | undefined> {
    return (await this.siblings()).find((file) => file.plainName === plainName);
  }
}
