// A worker made up for the Chains, header and Settings pages: its heights, hashes, powers and signatures are those of the
// recorded networks demo-a and fork-038, its sources and storage are invented. It answers at once and tells of changes,
// so that pages can be looked at and tested without a worker, a store or a network.
import { MingzhengError } from '../../src/core/error.ts';
import type {
  AboutView,
  ChainView,
  FieldView,
  ForkView,
  HeaderView,
  HeadView,
  PackPreview,
  PackRef,
  PowerStep,
  RangeView,
  Signer,
  SourceView,
  StorageView,
  WorkerApi,
  WorkerEvent,
} from '../../src/worker/api.ts';
import type { Measurement, MeasureProgress } from '../../src/worker/measure/figures.ts';

export const DEMO_PACK: PackRef = {
  name: 'Mingzheng demo pack',
  fingerprint: '7c1f0b5ad3c94a0e9f52d8861be4037a6f0d92c1e85b47a39d10c6f2348be75d',
  version: 1,
  kind: 'demo',
};

export const IMPORTED_PACK: PackRef = {
  name: 'Harbour pilot pack',
  fingerprint: '0b6e51d7f2a8c934617de05b8fa4913c2d70e8b654f19ac3075bd26e91f4a8c7',
  version: 3,
  kind: 'imported',
};

const NODES = [
  [
    'node0',
    '800ddbc3accafc57324797255a53805ed21c5f07',
    'e8b6c1910ad6806d29676a5fc8f600208619ea0925bb7facac0d4044cfd7e496',
  ],
  [
    'node1',
    '63cf8e6d5bc11132eb8222ea7592f320b7831e9f',
    'de3c6ca6c2701f644c9c940f3c1f2d5915ffcbcc38598f058fb8ed6f85891f75',
  ],
  [
    'node2',
    '4fb5ac777a12b39718b7a74c2d7977e12baaaa48',
    'fed4e5df0f3150e2a84746404748e42b415af55808b2131b7ab2c70bcce2f825',
  ],
  [
    'node3',
    'cbe324cbdbc7bb3f7f313948e02b1491b90a727e',
    'be51c25452f91f0e0f299e2d1eb5e3ce0e40ca2cfd0c075a3352a41dd7df33de',
  ],
  [
    'node4',
    '58e5bcdd40da5d86694924f4bb13b923480eacf5',
    'ec72d60994905dfd862a07392fadffe14a07f27e50b08c473b06f67183073fd6',
  ],
  [
    'node5',
    '5e68378e492833094ff5e0d1e4e7f50aea46eeec',
    '61a6a1e6b30f22bf2be08668248a8d153a396cd975e82fb1a41f9288ed7e1201',
  ],
  [
    'node6',
    'db5ed9d44372729f10c7ebd1038a9e1a22bf48d1',
    'a9b3e96b8f01bc7e3dc1dfd79840a86dedecb1ba5a267fd7c8d40bdc76dfd8b0',
  ],
] as const;

/** Height, then the power of node0 to node6; 0 is not a member. */
const POWERS: readonly (readonly number[])[] = [
  [1, 10, 10, 10, 10, 0, 0, 0],
  [64, 10, 10, 10, 10, 5, 0, 0],
  [101, 10, 10, 10, 10, 5, 17, 0],
  [134, 23, 10, 10, 10, 5, 17, 0],
  [184, 23, 10, 10, 10, 5, 17, 3],
  [319, 23, 0, 10, 10, 5, 17, 3],
  [355, 23, 0, 31, 10, 5, 4, 3],
  [408, 23, 0, 31, 10, 0, 4, 3],
  [446, 23, 12, 31, 10, 0, 4, 3],
  [510, 9, 12, 14, 10, 0, 4, 8],
  [615, 9, 12, 14, 10, 8, 4, 8],
  [670, 9, 12, 14, 1, 8, 4, 8],
  [763, 9, 40, 14, 1, 8, 4, 8],
  [793, 9, 11, 14, 1, 8, 4, 8],
  [840, 9, 11, 14, 1, 8, 0, 0],
  [873, 9, 11, 14, 1, 8, 6, 0],
  [904, 9, 11, 14, 13, 8, 6, 21],
  [963, 1, 11, 14, 13, 8, 6, 21],
  [1005, 30, 11, 0, 13, 8, 6, 21],
  [1043, 30, 7, 0, 13, 8, 6, 21],
  [1080, 30, 7, 19, 13, 2, 6, 5],
  [1127, 30, 7, 19, 13, 2, 16, 5],
  [1165, 30, 7, 19, 0, 2, 16, 5],
  [1183, 30, 7, 19, 4, 2, 16, 5],
];

export function demoPowers(): PowerStep[] {
  return POWERS.map(([height, ...powers]) => ({
    height: BigInt(height!),
    members: NODES.map(([name, address], n) => ({ name, address, power: BigInt(powers[n]!) })).filter(
      (member) => member.power > 0n,
    ),
  }));
}

const DEMO_A_HEAD: HeadView = {
  height: 1201n,
  hash: '5a73a3e5fd72e8808b24dc51d8a53331f96d08bb0ed3db9dcaf50533baead35d',
  seconds: 1795545107n,
  nanos: 747292010,
  how: 'skipped-to',
  witnessed: true,
};

function source(id: string, values: Partial<SourceView>): SourceView {
  return {
    id,
    kind: 'websocket',
    address: 'wss://node.example.cn/websocket',
    operator: '',
    role: 'witness',
    bundled: false,
    health: 'ok',
    ...values,
  };
}

const ARCHIVE = { kind: 'archive', address: '/demo/archives/demo-a', operator: 'Mingzheng', bundled: true } as const;

const DEMO_A_RANGES: readonly RangeView[] = [
  { from: 1n, to: 1n, how: 'checkpoint' },
  { from: 2n, to: 63n, how: 'signed' },
  { from: 412n, to: 675n, how: 'ancestor' },
  { from: 676n, to: 676n, how: 'skipped-to' },
  { from: 677n, to: 970n, how: 'ancestor' },
  { from: 971n, to: 971n, how: 'skipped-to' },
  { from: 972n, to: 1099n, how: 'ancestor' },
  { from: 1100n, to: 1100n, how: 'skipped-to' },
  { from: 1101n, to: 1200n, how: 'ancestor' },
  { from: 1201n, to: 1201n, how: 'skipped-to' },
];

function demoSources(): SourceView[] {
  return [
    source('archive', { ...ARCHIVE, role: 'primary', head: 1201n }),
    source('local', {
      address: 'ws://127.0.0.1:27101/websocket',
      operator: 'Demo operator A',
      latencyMs: 12,
      head: 1201n,
    }),
    source('away', {
      kind: 'http',
      address: 'https://rpc.harbour-pilot.example.cn',
      operator: 'Demo operator B',
      health: 'unreachable',
      head: 1188n,
      retryAt: Date.now() + 119_000,
      error: { code: 'source/unreachable', values: { address: 'https://rpc.harbour-pilot.example.cn' } },
    }),
  ];
}

export function demoA(): ChainView {
  return {
    id: 'demo-a',
    family: 'cometbft',
    version: '0.38',
    operator: 'Demo network',
    pack: DEMO_PACK,
    state: 'filling-history',
    checkpoint: { height: 1n, hash: '4c201c4ec02d9d900aae2fa5d57c121fc3724c6084505e525b41849b9e642f5c' },
    head: DEMO_A_HEAD,
    claimedHead: 1201n,
    ranges: DEMO_A_RANGES,
    verifiedCount: 853n,
    progress: { phase: 'history', done: 790n, total: 1138n, headersPerSecond: 21480 },
    sources: demoSources(),
    offlineReady: false,
  };
}

const FORK_CHECKPOINT = '2536b86ce56145d4e20ea093b845330c3192a84fbbb3e12b8a818c6ebeeb49a7';

export const FORK_AT_62: ForkView = {
  height: 62n,
  lastCommonHeight: 61n,
  kind: 'equivocation',
  sides: [
    {
      source: 'ws://127.0.0.1:27121/websocket',
      hash: 'a5af07cb8f4fc10fb294eaf2dcdb87673fc57ee90b619800ea965ff009130095',
      seconds: 1795545989n,
      nanos: 789281311,
      signed: 4,
      members: 4,
      head: 121n,
    },
    {
      source: 'ws://127.0.0.1:27131/websocket',
      hash: '67534a8067123a439142c10b65eba19938e7764015f6cd77f92dad20dd6e335c',
      seconds: 1795545989n,
      nanos: 998678527,
      signed: 4,
      members: 4,
      head: 120n,
    },
  ],
};

export function forked(): ChainView {
  return {
    ...demoA(),
    id: 'fork-038',
    state: 'frozen',
    checkpoint: { height: 1n, hash: FORK_CHECKPOINT },
    head: {
      height: 61n,
      hash: '67eb701ca58ee1df785ec7733bbd42660262f82fdf9fb2c8226b043d7111bc37',
      seconds: 1795545987n,
      nanos: 915373148,
      how: 'signed',
      witnessed: true,
    },
    claimedHead: 121n,
    ranges: [
      { from: 1n, to: 1n, how: 'checkpoint' },
      { from: 2n, to: 61n, how: 'signed' },
    ],
    verifiedCount: 61n,
    progress: undefined,
    fork: FORK_AT_62,
    sources: [
      source('side-a', { address: FORK_AT_62.sides[0]!.source, role: 'primary', head: 121n, latencyMs: 9 }),
      source('side-b', {
        address: FORK_AT_62.sides[1]!.source,
        operator: 'Demo operator B',
        head: 120n,
        latencyMs: 11,
      }),
    ],
    offlineReady: true,
  };
}

/** Everything verified, kept for offline work, but seen through one source only. */
export function unwitnessed(): ChainView {
  return {
    ...demoA(),
    id: 'rotate-038',
    state: 'complete',
    pack: IMPORTED_PACK,
    operator: 'Harbour pilot (sample)',
    head: { ...DEMO_A_HEAD, height: 260n, seconds: 1795543007n, how: 'signed', witnessed: false },
    claimedHead: 260n,
    ranges: [
      { from: 1n, to: 1n, how: 'checkpoint' },
      { from: 2n, to: 260n, how: 'signed' },
    ],
    verifiedCount: 260n,
    progress: undefined,
    sources: [source('only', { ...ARCHIVE, address: '/demo/archives/rotate-038', role: 'primary', head: 260n })],
    offlineReady: true,
  };
}

/** Named by the pack, never synced. */
export function untouched(): ChainView {
  return {
    ...demoA(),
    id: 'big-100',
    state: 'idle',
    head: undefined,
    claimedHead: undefined,
    ranges: [{ from: 1n, to: 1n, how: 'checkpoint' }],
    verifiedCount: 1n,
    progress: undefined,
    sources: [source('only', { ...ARCHIVE, address: '/demo/archives/big-100', role: 'primary', health: 'unknown' })],
    offlineReady: false,
  };
}

const SIGNATURES: readonly (string | undefined)[] = [
  '8ac80981cbf17b8c3f78acc5ed18aa3849d6131e8f1286cc80232abd6aa85dd570adad7b08c748425bde9c1c0b66cc033b9322d1b3a03f41e3872c7d3271430c',
  '7bf2fac448cd4fcfdc3c254fe77dd992b8322f97dc6c9887ff9c15285f64ef57f28dd96423898cdfac4b6bb47a02c662ff4150367ba05faba2e7ef419c5ffa06',
  '9672f5f50347753ba60120d6c36c5d8d2892ca0f5c0eee2b2387ab5f40b2e7b9651564e8e93af401acfe5ff57fe323bee74da49224b1102b0817f24f2e11fa0c',
];
const ORDER = [0, 2, 5, 1, 6, 3, 4];
const FINAL_POWERS = [30n, 19n, 16n, 7n, 5n, 4n, 2n];

/** Block 1,201 has three signatures of seven; elsewhere more are there than the rule needs, so that some stay unchecked. */
function signers(height: bigint, all: boolean): Signer[] {
  return ORDER.map((node, n) => {
    const [name, address, publicKey] = NODES[node]!;
    const signature = height === 1201n || n > 4 ? SIGNATURES[n] : SIGNATURES[n % 3];
    const state = signatureState(height, n, all);
    const signedAt = signature && { seconds: 1795545107n, nanos: 849979642 + n };
    return {
      name,
      address,
      keyType: 'ed25519',
      publicKey,
      power: FINAL_POWERS[n]!,
      state,
      signature,
      signedAt,
    } as Signer;
  });
}

function signatureState(height: bigint, n: number, all: boolean): Signer['state'] {
  if (n < 3) return 'signed';
  if (height === 1201n || n === 6) return 'absent';
  if (!all) return 'not-checked';
  return (['signed', 'nil', 'wrong'] as const)[n - 3]!;
}

const bytes = (name: string, hex: string, proof: FieldView['proof'] = 'header-hash'): FieldView => ({
  name,
  value: { kind: 'bytes', hex },
  proof,
});

const number = (name: string, value: bigint): FieldView => ({
  name,
  value: { kind: 'number', value },
  proof: 'header-hash',
});

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const VALIDATORS = 'c75eace7d3d852a92c4597416ea3e2ad0537a2c7321bba0734c7beda98e78690';

function fields(height: bigint): FieldView[] {
  return [
    number('version.block', 11n),
    number('version.app', 1n),
    { name: 'chain_id', value: { kind: 'text', text: 'demo-a' }, proof: 'header-hash' },
    { name: 'height', value: { kind: 'height', value: height }, proof: 'header-hash' },
    { name: 'time', value: { kind: 'time', seconds: 1795545107n, nanos: 747292010 }, proof: 'header-hash' },
    bytes('last_block_id.hash', 'd2df8d2fea9d1ab64da9c2cceea087d0fec8e0c5c0b8d76420894125a77a0ecb'),
    number('last_block_id.parts.total', 1n),
    bytes('last_block_id.parts.hash', '145724e5517a612924fc0852b705e73d3593c616337986c4a73fa193787d37da'),
    bytes('last_commit_hash', '7d63f1222b3ecf10d2b126dc48faa3de0b1660d534e5249243abfd049c4125bf'),
    bytes('data_hash', EMPTY),
    bytes('validators_hash', VALIDATORS),
    bytes('next_validators_hash', VALIDATORS),
    bytes('consensus_hash', '048091bc7ddc283f77bfbf91d73c44da58c3df8a9cbc867405d8b7f3daada22f'),
    bytes('app_hash', 'a00a000000000000'),
    bytes('last_results_hash', EMPTY),
    bytes('evidence_hash', EMPTY),
    bytes('proposer_address', '5e68378e492833094ff5e0d1e4e7f50aea46eeec'),
    { ...number('round', 0n), proof: 'signatures' },
  ];
}

export function demoHeader(height: bigint, all = false): HeaderView {
  const signed = signers(height, all);
  const signedPower = signed.filter((s) => s.state === 'signed').reduce((sum, s) => sum + s.power, 0n);
  const how =
    height === 1n ? 'checkpoint' : height < 64n ? 'signed' : STOPS.includes(height) ? 'skipped-to' : 'ancestor';
  const quorum = { signers: signed, signedPower, totalPower: 83n, needed: 55n, all };
  return {
    chainId: 'demo-a',
    height,
    hash: height === 1201n ? DEMO_A_HEAD.hash : EMPTY,
    how,
    anchor: how === 'ancestor' ? STOPS.find((stop) => stop > height) : undefined,
    fields: fields(height),
    quorum: height % 10n === 0n && !all ? undefined : quorum,
  };
}
const STOPS = [676n, 971n, 1100n, 1201n];

const PREVIEW: PackPreview = {
  token: 'fake-token',
  pack: { ...IMPORTED_PACK, version: 4, fingerprint: `9d${IMPORTED_PACK.fingerprint.slice(2)}` },
  issued: '2026-11-01T00:00:00Z',
  expires: '2027-11-01T00:00:00Z',
  signers: ['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s'],
  chains: [
    { id: 'harbour-1', family: 'cometbft', operator: 'Harbour pilot (sample)', checkpointHeight: 1_204_800n },
    { id: 'rotate-038', family: 'cometbft', operator: 'Harbour pilot (sample)', checkpointHeight: 1n },
  ],
  replaces: IMPORTED_PACK,
};

export interface FakeOptions {
  readonly chains?: readonly ChainView[];
  readonly storage?: Partial<StorageView>;
  readonly about?: Partial<AboutView>;
  readonly measurement?: Partial<Measurement>;
  /** Of chains that are not among those above. */
  readonly header?: (height: bigint) => HeaderView;
  readonly powers?: readonly PowerStep[];
}

/** Of a server of two cores. */
export const MEASUREMENT: Measurement = {
  version: '0.1.0',
  build: 'simd',
  hasCurveCore: true,
  rows: [
    { subject: 'sha256', core: 2_543_210, reference: 141_234 },
    { subject: 'sm3', core: 4_212_345, reference: 101_234 },
    { subject: 'keccak256', core: 1_912_345, reference: 61_234 },
    { subject: 'sm2-new', core: 6_123, reference: 512 },
    { subject: 'sm2-returning', core: 12_345, reference: 987 },
    { subject: 'secp256k1-new', core: 7_654, reference: 876 },
    { subject: 'secp256k1-returning', core: 12_987, reference: 876 },
    { subject: 'ed25519-new', core: 5_432, reference: 543, webCrypto: 8_765 },
    { subject: 'ed25519-returning', core: 15_432, reference: 567, webCrypto: 9_876 },
  ],
};

/** Only what the three pages call; `verify`, `find` and `saveProof` refuse. */
export class FakeWorker implements WorkerApi {
  readonly calls: string[] = [];
  view: ChainView[];
  readonly #listeners: ((event: WorkerEvent) => void)[] = [];

  constructor(private readonly options: FakeOptions = {}) {
    this.view = [...(options.chains ?? [demoA(), unwitnessed(), untouched(), forked()])];
  }

  /** Replaces a chain and tells the pages. */
  change(id: string, values: Partial<ChainView>): void {
    this.view = this.view.map((chain) => (chain.id === id ? { ...chain, ...values } : chain));
    this.emit({ kind: 'chain', chain: this.#chain(id) });
  }

  emit(event: WorkerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #chain(id: string): ChainView {
    const chain = this.view.find((candidate) => candidate.id === id);
    if (!chain) throw new MingzhengError('client/unknown-chain', { chain: id });
    return chain;
  }

  #note(call: string): void {
    this.calls.push(call);
  }

  async measure(onProgress: (progress: MeasureProgress) => void): Promise<Measurement> {
    const measurement: Measurement = { ...MEASUREMENT, ...this.options.measurement };
    for (const [i, { subject }] of measurement.rows.entries())
      onProgress({ rows: measurement.rows.slice(0, i), at: subject });
    return measurement;
  }

  async about(): Promise<AboutView> {
    return {
      version: '0.1.0',
      core: 'simd',
      curveCore: true,
      signatureWorkers: 2,
      webCryptoEd25519: true,
      ...this.options.about,
    };
  }

  async subscribe(listener: (event: WorkerEvent) => void): Promise<void> {
    this.#listeners.push(listener);
  }

  async chains(): Promise<readonly ChainView[]> {
    return this.view;
  }

  async sync(chainId: string, mode: 'head-first' | 'sequential'): Promise<void> {
    this.#note(`sync ${chainId} ${mode}`);
    this.change(chainId, { state: 'filling-history', progress: demoA().progress });
  }

  async stop(chainId: string): Promise<void> {
    this.#note(`stop ${chainId}`);
    this.change(chainId, { state: 'idle', progress: undefined });
  }

  async validators(chainId: string): Promise<readonly PowerStep[]> {
    if (chainId === 'big-100') return [];
    if (this.options.powers) return this.options.powers;
    return chainId === 'demo-a' ? demoPowers() : demoPowers().slice(0, 1);
  }

  async header(chainId: string, height: bigint): Promise<HeaderView> {
    const top = this.#chain(chainId).head?.height ?? 0n;
    if (height > top) throw new MingzhengError('client/height-above-head', { height, head: top });
    return this.options.header?.(height) ?? demoHeader(height);
  }

  async checkAllSignatures(chainId: string, height: bigint): Promise<HeaderView> {
    this.#note(`checkAllSignatures ${chainId} ${height}`);
    return demoHeader(height, true);
  }

  async addSource(chainId: string, address: string): Promise<void> {
    this.#note(`addSource ${chainId} ${address}`);
    const sources = [...this.#chain(chainId).sources, source(address, { address, health: 'unknown' })];
    this.change(chainId, { sources });
  }

  async addFiles(chainId: string, files: readonly { readonly name: string }[]): Promise<void> {
    for (const { name } of files) await this.addSource(chainId, name);
  }

  async removeSource(chainId: string, sourceId: string): Promise<void> {
    this.#note(`removeSource ${chainId} ${sourceId}`);
    this.change(chainId, { sources: this.#chain(chainId).sources.filter(({ id }) => id !== sourceId) });
  }

  async exportEvidence(chainId: string) {
    this.#note(`exportEvidence ${chainId}`);
    const file = (side: string) => ({
      name: `evidence-${side}.json`,
      mediaType: 'application/json',
      bytes: new Uint8Array(2),
    });
    return [file('a'), file('b')];
  }

  async verify(): Promise<never> {
    throw new MingzhengError('internal/unexpected');
  }

  async find(): Promise<never> {
    throw new MingzhengError('internal/unexpected');
  }

  async saveProof(): Promise<never> {
    throw new MingzhengError('internal/unexpected');
  }

  async inspectPack(blob: Blob): Promise<PackPreview> {
    if (blob.size === 0) throw new MingzhengError('trust/not-a-pack');
    return PREVIEW;
  }

  async acceptPack(token: string): Promise<void> {
    this.#note(`acceptPack ${token}`);
    this.emit({ kind: 'chains' });
  }

  async removePack(fingerprint: string): Promise<void> {
    this.#note(`removePack ${fingerprint}`);
    this.view = this.view.filter((chain) => chain.pack.fingerprint !== fingerprint);
    this.emit({ kind: 'chains' });
  }

  async storage(): Promise<StorageView> {
    return {
      usedBytes: 912_344,
      quotaBytes: 268_435_456,
      persisted: false,
      chains: [
        { id: 'demo-a', headers: 853n, bytes: 610_304 },
        { id: 'rotate-038', headers: 260n, bytes: 201_816 },
        { id: 'fork-038', headers: 61n, bytes: 100_224 },
      ],
      role: 'owner',
      ...this.options.storage,
    };
  }

  async startOver(chainId?: string): Promise<void> {
    this.#note(`startOver ${chainId ?? 'all'}`);
    this.emit({ kind: 'chains' });
  }
}
