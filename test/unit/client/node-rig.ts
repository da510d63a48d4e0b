// Mock nodes as sources over either transport, with the recorded networks of the fixtures; the time limit can be cut short,
// so that a node that never answers costs a moment and not a quarter of a minute.
import { vi } from 'vitest';
import WebSocket from 'ws';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { classifyRefusal } from '../../../src/chain/cometbft/rpc.ts';
import { HttpTransport } from '../../../src/client/sources/http.ts';
import { JsonRpcSource } from '../../../src/client/sources/json-rpc.ts';
import { WebSocketTransport } from '../../../src/client/sources/web-socket.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { type MadeChain, plus, profileOf } from '../../support/make-chain.ts';
import { MockNode, type MockNodeOptions } from '../../support/mock-node.ts';
import { type LightBlockJson, loadNetwork, type NetworkFixture, networkOf } from '../../support/network-fixture.ts';

export type Transport = 'http' | 'websocket';

/** Node 20 has no WebSocket of its own; like a browser's, this one is silent about a failed connection until it closes. */
class NodeSocket extends WebSocket {
  constructor(address: string) {
    super(address, { perMessageDeflate: false });
    this.on('error', () => undefined);
  }
}

const TIME_LIMIT_MS = 15_000;
/** What stands in for the time limit; a test of a node that never answers makes it short. */
export const limit = { ms: TIME_LIMIT_MS };

/** Puts WebSocket and short time limits in place of the real ones. */
export function installNetwork(): void {
  vi.stubGlobal('WebSocket', NodeSocket);
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === TIME_LIMIT_MS ? limit.ms : ms));
  const wait = globalThis.setTimeout;
  const shortened = (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
    wait(run, ms === TIME_LIMIT_MS ? limit.ms : ms, ...given);
  vi.stubGlobal('setTimeout', Object.assign(shortened, wait));
}

export function uninstallNetwork(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}

const open: { close(): unknown }[] = [];

export async function startNode(options: MockNodeOptions): Promise<MockNode> {
  const node = await MockNode.start(options);
  open.push(node);
  return node;
}

export async function closeAll(): Promise<void> {
  for (const thing of open.splice(0).reverse()) await thing.close();
}

export interface Recording {
  readonly network: NetworkFixture;
  readonly chain: Pick<MadeChain, 'profile' | 'checkpoint' | 'now' | 'block' | 'blocks'>;
}

function asChain(chainId: string, blocks: readonly CometLightBlock[], changes: object): Recording['chain'] {
  const block = (height: bigint | number) => blocks[Number(height) - 1]!;
  return {
    profile: profileOf(chainId, changes),
    blocks,
    block,
    checkpoint: (height) => ({ height: BigInt(height), hash: block(height).hash }),
    now: plus(blocks.at(-1)!.time, 1_000_000_000n),
  };
}

const PROFILES = {
  'live-0.38': { version: '0.38' },
  'live-1.0': { version: '1.0', keyTypes: ['secp256k1' as const] },
};

/** One of the networks under test/fixtures. */
export function recording(name: keyof typeof PROFILES): Recording {
  const network = loadNetwork(new URL(`../../fixtures/${name}`, import.meta.url).pathname);
  const rows = [...network.lightBlocks.values()].sort((a, b) => Number(a.height) - Number(b.height));
  const blocks = rows.map((row) => readLightBlock(Reader.of(parseJson(JSON.stringify(row)))));
  return { network, chain: asChain(network.chainId, blocks, PROFILES[name]) };
}

/** A made chain as a network that a mock node can serve. */
export function networkFrom({ blocks }: Pick<MadeChain, 'blocks'>, version?: string): NetworkFixture {
  const rows = blocks.map((block) => ({ height: `${block.height}`, ...cometbft.lightBlockToJson(block) }));
  return networkOf({ lightBlocks: rows as unknown as LightBlockJson[], version });
}

export function nodeSource(
  node: Pick<MockNode, 'rpc' | 'ws'>,
  chain: Recording['chain'],
  transport: Transport,
  id: string,
): JsonRpcSource {
  const line =
    transport === 'http'
      ? new HttpTransport(node.rpc, classifyRefusal)
      : new WebSocketTransport(node.ws, classifyRefusal);
  const source = new JsonRpcSource(id, id, cometbft, chain.profile, line);
  open.push(source);
  return source;
}
