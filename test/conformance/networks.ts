// Recorded networks: their light blocks, decoded once, and what else is known about their chain. Oracle rows, attack runs
// and recorded replies are judged against them.
import { readHeader, readLightBlock } from '../../src/chain/cometbft/json.ts';
import type { CometLightBlock, Header, KeyType, ValidatorSet } from '../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import type { Json, JsonObject } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { DataFile, type FileTree, parseModel } from './file-tree.ts';
import { objectsIn } from './json-model.ts';
import { ed25519RuleOf, keyTypesOf, testProfile } from './profiles.ts';

const LIGHT_BLOCKS = /(^|\/)lightblocks\.jsonl(\.gz)?$/;

export class Network {
  readonly #blocks = new Map<bigint, CometLightBlock>();
  readonly #sets = new Map<bigint, Json>();
  readonly #headers = new Map<bigint, Header>();
  /** Light blocks as JSON text, decoded when they are asked for. */
  readonly #rows = new Map<bigint, string>();
  #tip = 0n;
  #keyTypes: readonly KeyType[] | undefined;

  constructor(
    readonly chainId: string,
    readonly version: string | undefined,
    /** One recording of one run, so that all its files speak of the same blocks. */
    readonly isRecording: boolean,
  ) {}

  addRow(line: string): void {
    const height = BigInt(/"height":\s*"?(\d+)/.exec(line)?.[1] ?? 0);
    this.#rows.set(height, line);
    if (height > this.#tip) this.#tip = height;
  }

  addHeader(header: Header): void {
    if (header.chainId === this.chainId) this.#headers.set(header.height, header);
  }

  get tip(): bigint {
    return this.#tip;
  }

  get heights(): bigint[] {
    return [...this.#rows.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  get profile(): CometProfile {
    const version = this.version ?? '0.38.26';
    this.#keyTypes ??= keyTypesOf(this.block(this.heights[0] ?? 0n));
    return testProfile(this.chainId, { version, ed25519: ed25519RuleOf(this.version), keyTypes: this.#keyTypes });
  }

  /** The JSON of a light block, fresh from its text. */
  model(height: bigint): Json | undefined {
    const row = this.#rows.get(height);
    return row === undefined ? undefined : parseModel(row);
  }

  block(height: bigint): CometLightBlock | undefined {
    const known = this.#blocks.get(height);
    const model = known ? undefined : this.model(height);
    if (model === undefined) return known;
    const block = readLightBlock(Reader.of(model));
    this.#blocks.set(height, block);
    return block;
  }

  /** Every block with its next set, as a node gives them. */
  blocks(): CometLightBlock[] {
    return this.heights.map((height) => {
      const block = this.block(height)!;
      const isLast = height === this.tip && block.nextValidators === undefined;
      return isLast ? block : { ...block, nextValidators: block.nextValidators ?? block.validators };
    });
  }

  header(height: bigint): Header | undefined {
    return this.block(height)?.header ?? this.#headers.get(height);
  }

  setAt(height: bigint): ValidatorSet | undefined {
    const before = this.block(height - 1n);
    return this.block(height)?.validators ?? (before && (before.nextValidators ?? before.validators));
  }

  /** The members at a height as a node prints them; also at the height after the newest. */
  membersJson(height: bigint): readonly Json[] | undefined {
    const set = this.#sets.get(height) ?? this.#memberSet(height);
    if (set === undefined) return undefined;
    this.#sets.set(height, set);
    return Reader.of(set).array('validators', 10_000);
  }

  #memberSet(height: bigint): Json | undefined {
    const own = this.model(height) as JsonObject | undefined;
    if (own) return own.get('validator_set');
    const before = this.model(height - 1n) as JsonObject | undefined;
    return before?.get('next_validator_set') ?? before?.get('validator_set');
  }
}

const isHeader = (object: JsonObject) => object.has('chain_id') && object.has('validators_hash');

/** Networks of the trees, by the name of their folder, loaded when first asked for. */
export class Networks {
  readonly #loaded = new Map<string, Promise<Network | undefined>>();

  constructor(readonly trees: readonly FileTree[]) {}

  /** By name, such as `demo-a` or `fork-038/a`: sought in each tree in turn, the shortest path first. */
  async named(name: string): Promise<Network | undefined> {
    for (const tree of this.trees) {
      const paths = (await tree.list()).filter((path) => LIGHT_BLOCKS.test(path) && isNetworkFile(tree, path, name));
      const path = paths.sort((a, b) => a.length - b.length)[0];
      if (path !== undefined) return this.ofFolder(new DataFile(tree, path));
    }
    return undefined;
  }

  /**
   * For files that may lie apart from their recording: the one beside the file, else that of a folder of the same name, else
   * one of the same chain; at last what the folder's own replies tell.
   */
  async of(file: DataFile, chainId: string | undefined): Promise<Network | undefined> {
    const own = await this.ofFolder(file);
    if (own?.isRecording) return own;
    const named = await this.named(file.folders.at(-1) ?? '');
    if (named !== undefined && (chainId === undefined || named.chainId === chainId)) return named;
    return (chainId === undefined ? undefined : await this.#ofChain(chainId)) ?? own;
  }

  async #ofChain(chainId: string): Promise<Network | undefined> {
    for (const tree of this.trees)
      for (const path of (await tree.list()).filter((each) => LIGHT_BLOCKS.test(each))) {
        const network = await this.ofFolder(new DataFile(tree, path));
        if (network?.chainId === chainId) return network;
      }
    return undefined;
  }

  /** What is known of the chain whose files lie beside this one. */
  ofFolder(file: DataFile): Promise<Network | undefined> {
    const key = file.folderLabel;
    const found = this.#loaded.get(key) ?? loadFolder(file);
    this.#loaded.set(key, found);
    return found;
  }
}

function isNetworkFile(tree: FileTree, path: string, name: string): boolean {
  const folder = [...tree.names, ...path.split('/').slice(0, -1)].join('/');
  return folder === name || folder.endsWith(`/${name}`);
}

async function loadFolder(file: DataFile): Promise<Network | undefined> {
  const files = [file, ...(await file.siblings())];
  const recorded = files.find((sibling) => LIGHT_BLOCKS.test(sibling.path));
  return recorded ? loadRecorded(recorded, files) : loadLoose(files);
}

async function loadRecorded(recorded: DataFile, files: readonly DataFile[]): Promise<Network | undefined> {
  const lines = await recorded.lines();
  const first = lines[0];
  if (first === undefined) return undefined;
  const status = files.find((sibling) => sibling.plainName === 'status.jsonl');
  const version = status && findVersion(parseModel((await status.lines())[0] ?? 'null'));
  const header = Reader.of(parseModel(first)).reader('signed_header').reader('header');
  const network = new Network(header.string('chain_id'), version, true);
  for (const line of lines) network.addRow(line);
  return network;
}

function findVersion(json: Json): string | undefined {
  const [info] = objectsIn(json, (object) => object.has('network') && object.has('version'));
  return info?.string('version');
}

/** A folder of single replies: the chain is the one of most headers, and its headers are all that is known. */
async function loadLoose(files: readonly DataFile[]): Promise<Network | undefined> {
  const documents = (await Promise.all(files.map(readLoosely))).flat();
  const headers = documents.flatMap((document) => [...objectsIn(document, isHeader)]).flatMap(tryHeader);
  const counts = new Map<string, number>();
  for (const { chainId } of headers) counts.set(chainId, (counts.get(chainId) ?? 0) + 1);
  const chainId = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (chainId === undefined) return undefined;
  const version = documents.map(findVersion).find((found) => found !== undefined);
  const network = new Network(chainId, version, false);
  for (const header of headers) network.addHeader(header);
  return network;
}

async function readLoosely(file: DataFile): Promise<Json[]> {
  if (!/\.jsonl?$/.test(file.plainName)) return [];
  const texts = file.plainName.endsWith('.jsonl') ? await file.lines() : [await file.text()];
  return texts.flatMap((text) => {
    try {
      return [parseModel(text)];
    } catch {
      return []; // the file's own format says so
    }
  });
}

function tryHeader(reader: Reader): Header[] {
  try {
    return [readHeader(reader)];
  } catch {
    return [];
  }
}
